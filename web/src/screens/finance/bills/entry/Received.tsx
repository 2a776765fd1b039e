import { Badge, Button, Group, SegmentedControl, Skeleton, Text, TextInput } from '@mantine/core';
import { IconChecks, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Trouble } from '~/ui/Trouble';

import classes from './entry.module.css';
import { groupsOf, type Group as Found, type GroupBy } from './groups';
import type { OpenLines } from './useOpenLines';

interface Props {
  open: OpenLines;
  billed: ReadonlySet<string>; // receipt and order lines that stand on the bill already
  currency: string | null; // of what stands on it
  onBill: (lines: readonly OfAccounting['ExpectedOut'][]) => void;
}

/** What came from the supplier and is not billed, by receipt or by order: one click bills it as it was received. */
export function Received({ open, billed, currency, onBill }: Props) {
  const { t } = useTranslation();
  const [by, setBy] = useState<GroupBy>('receipt');
  const [words, setWords] = useState('');
  const isLeft = (it: OfAccounting['ExpectedOut']) =>
    !billed.has(it.receipt_line_id) && !billed.has(it.purchase_order_line_id);
  const left = open.lines.filter(isLeft);
  const isNamed = ({ number, other }: Found) => `${number} ${other}`.toLowerCase().includes(words.trim().toLowerCase());
  const groups = groupsOf(left, by).filter(isNamed);
  const ofBill = currency ?? groups[0]?.currency;
  const fitting = groups.filter((it) => it.currency === ofBill);
  return (
    <Card
      title={t('billEntry.received')}
      side={<Badge color="gray">{t('billEntry.openLines', { count: left.length })}</Badge>}
    >
      {open.error ? <Trouble error={open.error} /> : null}
      {open.isPending ? <Skeleton height={60} /> : null}
      {!open.isPending && left.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t(open.lines.length > 0 ? 'billEntry.allTaken' : 'billEntry.nothingOpen')}
        </Text>
      ) : null}
      {left.length > 0 ? (
        <>
          <Group gap="xs" mb="xs">
            <SegmentedControl
              size="xs"
              aria-label={t('billEntry.groupBy')}
              data={[
                { value: 'receipt', label: t('billEntry.byReceipt') },
                { value: 'order', label: t('billEntry.byOrder') },
              ]}
              value={by}
              onChange={(value) => setBy(value === 'order' ? 'order' : 'receipt')}
            />
            <TextInput
              flex="1 1 140px"
              type="search"
              aria-label={t('billEntry.search')}
              placeholder={t('billEntry.search')}
              value={words}
              onChange={(event) => setWords(event.currentTarget.value)}
            />
            <Button
              leftSection={<IconChecks size={15} />}
              disabled={fitting.length === 0}
              onClick={() => onBill(fitting.flatMap((it) => it.lines))}
            >
              {t('billEntry.billAll')}
            </Button>
          </Group>
          <ul className={classes.groups} aria-label={t('billEntry.received')}>
            {groups.map((group) => (
              <OpenGroup
                key={group.key}
                group={group}
                isOther={group.currency !== ofBill}
                onBill={() => onBill(group.lines)}
              />
            ))}
          </ul>
          {open.hasMore ? (
            <Button mt="xs" variant="default" onClick={open.more}>
              {t('list.more')}
            </Button>
          ) : null}
        </>
      ) : null}
    </Card>
  );
}

function OpenGroup({ group, isOther, onBill }: { group: Found; isOther: boolean; onBill: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <li className={classes.group}>
      <div>
        <Text size="sm" fw={600}>
          {group.number}
        </Text>
        <Text size="xs" c="dimmed" truncate>
          {[group.other, format.date(group.receivedOn), t('billEntry.lines', { count: group.lines.length })]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </div>
      <Text size="sm" className="figure">
        {format.money(group.amount, group.currency)}
      </Text>
      <Button
        variant="default"
        leftSection={<IconPlus size={14} />}
        disabled={isOther}
        title={isOther ? t('billEntry.otherCurrency') : undefined}
        aria-label={t('billEntry.billNumber', { number: group.number })}
        onClick={onBill}
      >
        {t('billEntry.billIt')}
      </Button>
    </li>
  );
}
