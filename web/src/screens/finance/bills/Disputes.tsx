import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { usePersonName } from '~/api/people';
import type { OfAccounting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { ProductName } from '~/ui/Name';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { useAct } from '~/ui/useAct';

import bank from '../bank/bank.module.css';

type Shown = OfAccounting['BillStoryOut'];
type Dispute = Shown['disputes'][number];
type Answer = 'accepted' | 'credit-expected';

/** What somebody has to settle before the bill is posted, and what was settled and how. */
export function Disputes({ bill }: { bill: Shown }) {
  const { t } = useTranslation();
  if (bill.disputes.length === 0) return null;
  const byState = [...bill.disputes].sort(
    (one, other) => Number(Boolean(one.resolution)) - Number(Boolean(other.resolution)),
  );
  return (
    <Card title={t('bills.disputes')}>
      <ul className={bank.entries}>
        {byState.map((dispute) => (
          <OneDispute key={dispute.id} bill={bill} dispute={dispute} />
        ))}
      </ul>
    </Card>
  );
}

function OneDispute({ bill, dispute }: { bill: Shown; dispute: Dispute }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const owner = usePersonName(dispute.owner);
  const settledBy = usePersonName(dispute.resolved_by ?? '');
  const line = bill.lines.find((it) => it.id === dispute.line_id);
  const { resolution } = dispute;
  return (
    <li className={bank.entry} aria-label={word('disputeKind', dispute.kind)}>
      <div className={bank.said}>
        <Text fw={600}>{word('disputeKind', dispute.kind)}</Text>
        {line?.product_id ? (
          <Text size="sm" component="div">
            <ProductName id={line.product_id} isLink={false} />
          </Text>
        ) : null}
        <Text size="sm" c="dimmed">
          {resolution
            ? [word('disputeResolution', resolution), settledBy, format.time(dispute.resolved_at), dispute.note]
                .filter((it) => it && it !== '–')
                .join(' · ')
            : t('bills.ownedBy', { owner, since: format.ago(dispute.opened_at) })}
        </Text>
      </div>
      <div className={bank.amount}>
        <Text fw={600} className="figure">
          {format.money(dispute.at_risk)}
        </Text>
        <Text size="xs" c="dimmed">
          {t('disputes.atRisk')}
        </Text>
      </div>
      {resolution ? null : <Settle bill={bill} dispute={dispute} />}
    </li>
  );
}

function Settle({ bill, dispute }: { bill: Shown; dispute: Dispute }) {
  const { t } = useTranslation();
  const may = useMay();
  const [answer, setAnswer] = useState<Answer | null>(null);
  const settle = useAct<{ resolution: Answer; note: string }>({
    act: (body) =>
      api.POST('/api/accounting/v1/bill-disputes/{dispute_id}/resolve', {
        params: { path: { dispute_id: dispute.id } },
        body,
      }),
    done: () => t('bills.settled', { number: bill.supplier_number }),
  });
  if (dispute.kind === 'not-received')
    return (
      <Text className={bank.readings} size="sm">
        {t('bills.notReceivedHint')}
      </Text>
    );
  if (!may('accounting.disputes.resolve')) return null;
  return (
    <Stack className={bank.readings ?? ''} gap="xs">
      <Group gap="xs">
        <Button onClick={() => setAnswer('credit-expected')}>{t('bills.expectCredit')}</Button>
        <Button variant="default" onClick={() => setAnswer('accepted')}>
          {t('bills.acceptIt')}
        </Button>
      </Group>
      <ReasonDialog
        title={t(answer === 'accepted' ? 'bills.acceptIt' : 'bills.expectCredit')}
        hint={t(answer === 'accepted' ? 'bills.acceptHint' : 'bills.expectHint')}
        isOpen={answer !== null}
        isBusy={settle.isPending}
        onClose={() => setAnswer(null)}
        onGive={(note) => answer && settle.mutate({ resolution: answer, note }, { onSuccess: () => setAnswer(null) })}
      />
    </Stack>
  );
}
