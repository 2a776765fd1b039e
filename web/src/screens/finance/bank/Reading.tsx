import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { PartnerName } from '~/ui/Name';

import type { Proposal, Proposed } from './clearing';

interface Props {
  proposal: Proposal;
  documents: Proposed['documents'];
  movements: Proposed['movements'];
  credits: Proposed['credits'];
}

/** One reading of an entry: what it would be for, and why that is believed. */
export function Reading({ proposal, documents, movements, credits }: Props) {
  const { t } = useTranslation();
  const word = useWord();
  const { clearing } = proposal;
  return (
    <div>
      <Text fw={560}>
        {clearing.kind === 'partner' ? (
          <>
            <PartnerName id={clearing.partner_id} /> · <Parts clearing={clearing} documents={documents} />
          </>
        ) : null}
        {clearing.kind === 'account' ? t('bank.toAccount', { account: clearing.account, label: clearing.label }) : null}
        {clearing.kind === 'recorded' ? (
          <ByHand movements={movements.filter(({ id }) => clearing.movement_ids.includes(id))} />
        ) : null}
        {clearing.kind === 'refund' ? (
          <>
            <PartnerName id={clearing.partner_id} /> · <Credits clearing={clearing} credits={credits} />
          </>
        ) : null}
        {clearing.kind === 'suspense' ? t('bank.unknown') : null}
        {clearing.kind === 'return' ? t('bank.isReturn') : null}
      </Text>
      <Text size="sm" c="dimmed">
        {proposal.reasons
          .map(({ sign, said }) => (said ? `${word('bankSign', sign)} (${said})` : word('bankSign', sign)))
          .join(' · ')}
      </Text>
    </div>
  );
}

function ByHand({ movements }: Pick<Props, 'movements'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const told = movements.map((it) =>
    t('bank.recorded', {
      number: it.number,
      day: format.date(it.paid_on),
      amount: format.money(it.amount, it.currency),
    }),
  );
  return (
    <>
      <PartnerName id={movements[0]?.partner_id ?? ''} /> · {told.join(', ')}
    </>
  );
}

function Credits({
  clearing,
  credits,
}: {
  clearing: Extract<Proposal['clearing'], { kind: 'refund' }>;
  credits: Props['credits'];
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const told = clearing.parts.map(({ credit_id, amount }) => {
    const credit = credits.find((it) => it.document_id === credit_id);
    return `${credit?.number ?? '…'} : ${format.money(amount, credit?.currency)}`;
  });
  return t('bank.refund', { parts: told.join(', ') });
}

function Parts({
  clearing,
  documents,
}: {
  clearing: Extract<Proposal['clearing'], { kind: 'partner' }>;
  documents: Props['documents'];
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const parts = clearing.parts ?? [];
  if (parts.length === 0) return t('bank.onAccount');
  const told = parts.map(({ document_id, amount, discount = '0', write_off = '0' }) => {
    const document = documents.find((it) => it.document_id === document_id);
    const money = (value: string) => format.money(value, document?.currency);
    const extras = [
      Number(discount) ? t('bank.withDiscount', { amount: money(discount) }) : '',
      Number(write_off) ? t('bank.withWriteOff', { amount: money(write_off) }) : '',
    ];
    return [`${document?.number ?? '…'} : ${money(amount)}`, ...extras].filter(Boolean).join(' ');
  });
  return told.join(', ');
}
