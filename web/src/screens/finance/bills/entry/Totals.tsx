import { Badge, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { isBelow } from '~/ui/decimals';
import { DecimalInput } from '~/ui/form/DecimalInput';

import { gapOf, type Draft } from './draft';
import classes from './entry.module.css';
import type { Check } from './useCheck';

interface Props {
  draft: Draft;
  check: Check;
  onEdit: (part: Partial<Draft>) => void;
}

/** The tax of each rate and the total as the service computes them, against the total on the paper. */
export function Totals({ draft, check, onEdit }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { bill } = check;
  const money = (amount: string | undefined) => format.money(amount, bill?.currency);
  const stated = (rate: string) => draft.statedTax[rate] ?? '';
  return (
    <Card title={t('billEntry.totals')}>
      <div className={`${classes.total} figure ${check.isFresh || !bill ? '' : classes.stale}`}>
        <Text size="sm">{t('common.net')}</Text>
        <Text size="sm">{money(bill?.net_amount)}</Text>
        {(bill?.taxes ?? []).map((it) => (
          <RateLine
            key={it.rate}
            label={t('billEntry.taxAt', { rate: format.rate(it.rate), base: money(it.base) })}
            computed={it.computed}
            money={money}
            typed={stated(it.rate)}
            onType={(typed) =>
              onEdit({
                statedTax: typed
                  ? { ...draft.statedTax, [it.rate]: typed }
                  : Object.fromEntries(Object.entries(draft.statedTax).filter(([rate]) => rate !== it.rate)),
              })
            }
          />
        ))}
        <Text fw={650}>{t('common.gross')}</Text>
        <Text fw={650}>{money(bill?.gross_amount)}</Text>
      </div>
      <DecimalInput
        mt="sm"
        label={t('billEntry.paper')}
        value={draft.paperGross}
        onChange={(paperGross) => onEdit({ paperGross })}
      />
      <Gap draft={draft} check={check} />
      {bill?.tolerance ? (
        <Text size="xs" c="dimmed" mt="xs">
          {t('billEntry.tolerance', {
            rate: format.exactRate(bill.tolerance.price_rate),
            amount: format.money(bill.tolerance.price_amount),
          })}
        </Text>
      ) : null}
      <Findings check={check} />
    </Card>
  );
}

function RateLine({
  label,
  computed,
  money,
  typed,
  onType,
}: {
  label: string;
  computed: string;
  money: (amount: string) => string;
  typed: string;
  onType: (typed: string) => void;
}) {
  return (
    <>
      <Text size="sm">{label}</Text>
      <DecimalInput w={110} aria-label={label} placeholder={money(computed)} value={typed} onChange={onType} />
    </>
  );
}

function Gap({ draft, check }: Pick<Props, 'draft' | 'check'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const gap = gapOf(draft, check.bill?.gross_amount);
  if (gap === null) return null;
  const isNone = Number(gap) === 0;
  const amount = `${isBelow(gap, '0') ? '' : '+'}${format.money(gap, check.bill?.currency)}`;
  return (
    <Badge mt="xs" color={isNone ? 'green' : 'red'} role="status">
      {isNone ? t('billEntry.noGap') : t('billEntry.gap', { amount })}
    </Badge>
  );
}

/** What would keep the bill from being posted at once. */
function Findings({ check }: Pick<Props, 'check'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const { bill } = check;
  if (!bill) return null;
  const findings = [...bill.findings, ...bill.lines.flatMap((it) => it.findings)];
  if (findings.length === 0)
    return (
      <Badge mt="sm" color="green" role="status">
        {t('billEntry.posts')}
      </Badge>
    );
  return (
    <Stack gap={4} mt="sm" role="status">
      <Text size="sm" c="orange">
        {t('billEntry.disputes', { count: findings.length })}
      </Text>
      {findings.map((it, position) => (
        <Group key={`${it.kind} ${position}`} justify="space-between" gap="xs" wrap="nowrap">
          <Text size="xs">{word('disputeKind', it.kind)}</Text>
          <Text size="xs" className="figure">
            {format.money(it.at_risk)}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}
