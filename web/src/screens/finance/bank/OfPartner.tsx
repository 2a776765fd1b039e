import { Checkbox, Group, Text } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';
import { useFormat } from '~/i18n/useFormat';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { PartnerPicker } from '~/ui/pickers/PartnerPicker';

import classes from './bank.module.css';
import { NOTHING, openAfter, restOf, ticked, type ByDocument, type OpenItem, type Settled } from './clearing';

interface Props {
  side: 'customer' | 'supplier';
  currency: string;
  moved: string; // money of the payment, with the bank's fee
  partner: string;
  settled: ByDocument;
  fee?: string; // of the bank; nothing: neither fee nor write-off
  isRestGivenUp?: boolean;
  onPartner: (id: string) => void;
  onItems: (items: readonly OpenItem[]) => void;
  onSettled: (settled: ByDocument) => void;
  onFee?: (typed: string) => void;
  onRestGivenUp?: (isGivenUp: boolean) => void;
}

/** A partner's open documents, each settled whole, in part, with a discount or but for a few cents; and what is left. */
export function OfPartner(props: Props) {
  const { side, currency, moved, partner, settled, fee, isRestGivenUp, onItems, onSettled, onFee, onRestGivenUp } =
    props;
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = hooks.useQuery(
    'get',
    '/api/accounting/v1/open-items',
    { params: { query: { partner_id: partner, limit: 200, sort: 'due_on' } } },
    { enabled: partner !== '' },
  );
  const items = data?.items;
  useEffect(() => onItems(items ?? []), [items, onItems]);
  const edit = (id: string, part: Partial<Settled>) =>
    onSettled({ ...settled, [id]: { ...(settled[id] ?? NOTHING), ...part } });
  const tick = (item: OpenItem, isTicked: boolean) => {
    const others = Object.fromEntries(Object.entries(settled).filter(([id]) => id !== item.document_id));
    onSettled(isTicked ? { ...others, [item.document_id]: ticked(item, moved, others) } : others);
  };
  const rest = restOf(moved, settled);
  return (
    <>
      <Group gap="sm" align="flex-start" grow>
        <PartnerPicker side={side} label={t(`common.${side}`)} value={partner} onChange={props.onPartner} />
        {onFee ? <DecimalInput label={t('bank.fee')} value={fee ?? ''} onChange={onFee} /> : null}
      </Group>
      <div role="group" aria-label={t('bank.documents')}>
        {(items ?? []).map((item) => (
          <Item
            key={item.document_id}
            item={item}
            settled={settled[item.document_id]}
            mayWriteOff={onRestGivenUp !== undefined}
            onTick={(isTicked) => tick(item, isTicked)}
            onEdit={(part) => edit(item.document_id, part)}
          />
        ))}
        {items?.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('bank.nothingOpen')}
          </Text>
        ) : null}
      </div>
      <Group justify="space-between">
        <Text fw={620} c={rest.startsWith('-') ? 'red' : undefined} role="status">
          {t('bank.rest', { amount: format.money(rest, currency) })}
        </Text>
        {onRestGivenUp && Number(rest) > 0 && Object.keys(settled).length > 0 ? (
          <Checkbox
            label={t('bank.giveRestUp')}
            checked={isRestGivenUp ?? false}
            onChange={(event) => onRestGivenUp(event.currentTarget.checked)}
          />
        ) : null}
      </Group>
      <Text size="sm" c="dimmed">
        {t(onRestGivenUp ? 'bank.limitsHint' : 'bank.restHint')}
      </Text>
    </>
  );
}

function Item({
  item,
  settled,
  mayWriteOff,
  onTick,
  onEdit,
}: {
  item: OpenItem;
  settled: Settled | undefined;
  mayWriteOff: boolean;
  onTick: (isTicked: boolean) => void;
  onEdit: (part: Partial<Settled>) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const left = openAfter(item, settled);
  const fields = [
    ['amount', t('bank.amount')],
    ['discount', t('bank.discount')],
    ['writeOff', t('bank.writeOff')],
  ] as const;
  return (
    <div className={classes.item} role="group" aria-label={item.number}>
      <Checkbox
        label={item.number}
        description={t('bank.itemSaid', {
          day: format.date(item.due_on),
          amount: format.money(item.open_amount, item.currency),
        })}
        checked={settled !== undefined}
        error={
          left.startsWith('-') ? t('bank.tooMuch', { amount: format.money(item.open_amount, item.currency) }) : null
        }
        onChange={(event) => onTick(event.currentTarget.checked)}
      />
      {settled
        ? fields
            .slice(0, mayWriteOff ? 3 : 2)
            .map(([key, label]) => (
              <DecimalInput
                key={key}
                w={104}
                label={label}
                value={settled[key]}
                onChange={(typed) => onEdit({ [key]: typed })}
              />
            ))
        : null}
    </div>
  );
}
