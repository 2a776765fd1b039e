import { Badge, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfReporting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { dayAfter, isDay } from '~/ui/days';
import type { Column } from '~/ui/list/column';
import { List } from '~/ui/list/List';

import { useCauses } from './useCauses';

type Line = OfReporting['DifferingLineOut'];

const COLOURS: Record<Line['basis'], string> = { said: 'teal', proposed: 'indigo', none: 'gray' };

/** Each counted place that differs, with its cause and what speaks for it. */
export default function DifferingLines() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const may = useMay();
  const { nameOf, options } = useCauses();
  const evidence = (it: Line) =>
    it.evidence
      ? t(`counts.evidence.${it.evidence as 'document'}`, {
          place: it.evidence_location,
          sku: it.evidence_sku ?? '?',
          document: it.evidence_document,
          factor: format.number(it.evidence_factor ?? ''),
        })
      : '';
  const proposal = (it: Line) =>
    it.probable_cause ? `${nameOf(it.probable_cause)} (${String(it.probability)} %)` : '';
  const columns: Column<Line>[] = [
    {
      key: 'product',
      title: t('common.product'),
      cell: (it) => <span title={it.name ?? ''}>{it.sku ?? '–'}</span>,
      text: (it) => it.sku,
      onPhone: 'title',
    },
    { key: 'name', title: t('discrepancies.name'), cell: (it) => it.name, text: (it) => it.name, isHidden: true },
    {
      key: 'number',
      title: t('discrepancies.count'),
      cell: (it) => it.number,
      text: (it) => it.number,
      isHidden: true,
    },
    {
      key: 'counted_on',
      title: t('discrepancies.countedOn'),
      cell: (it) => <span title={it.number}>{format.date(it.counted_on)}</span>,
      text: (it) => it.counted_on,
      sort: 'counted_on',
      onPhone: 'line',
    },
    {
      key: 'place',
      title: t('discrepancies.place'),
      cell: (it) => `${it.site} · ${it.location}`,
      text: (it) => `${it.site} · ${it.location}`,
      onPhone: 'line',
    },
    {
      key: 'expected',
      title: t('discrepancies.expected'),
      cell: (it) => format.number(it.expected),
      text: (it) => it.expected,
      isFigure: true,
    },
    {
      key: 'counted',
      title: t('discrepancies.counted'),
      cell: (it) => format.number(it.counted),
      text: (it) => it.counted,
      isFigure: true,
    },
    {
      key: 'difference',
      title: t('discrepancies.difference'),
      cell: (it) => (
        <Text span inherit fw={650} {...(it.difference.startsWith('-') ? { c: 'red' } : {})}>
          {it.difference.startsWith('-') ? '' : '+'}
          {format.number(it.difference)}
        </Text>
      ),
      text: (it) => it.difference,
      sort: 'difference',
      isFigure: true,
    },
    {
      key: 'value',
      title: t('discrepancies.lineValue'),
      cell: (it) => format.money(it.value),
      text: (it) => it.value,
      sort: 'value',
      isFigure: true,
      onPhone: 'side',
    },
    {
      key: 'cause',
      title: word('discrepancyAxis', 'cause'),
      cell: (it) => (
        <Stack gap={2} align="flex-start">
          <Badge color={COLOURS[it.basis]}>{nameOf(it.cause)}</Badge>
          {it.basis === 'none' ? null : (
            <Text span size="xs" c="dimmed">
              {word('discrepancyBasis', it.basis)}
            </Text>
          )}
        </Stack>
      ),
      text: (it) => nameOf(it.cause),
      onPhone: 'line',
    },
    {
      key: 'basis',
      title: t('discrepancies.basis'),
      cell: (it) => word('discrepancyBasis', it.basis),
      text: (it) => word('discrepancyBasis', it.basis),
      isHidden: true,
    },
    {
      key: 'evidence',
      title: t('discrepancies.evidence'),
      cell: (it) => (
        <Text span size="sm" c="dimmed" style={{ whiteSpace: 'normal', display: 'inline-block', minWidth: '15rem' }}>
          {[it.cause === it.probable_cause ? '' : proposal(it), evidence(it)].filter(Boolean).join(' — ')}
        </Text>
      ),
      text: (it) => [proposal(it), evidence(it)].filter(Boolean).join(' — '),
    },
  ];
  return (
    <List
      id="discrepancy-lines"
      title={t('screens.discrepancyLines')}
      columns={columns}
      defaultSort="-value"
      filters={[
        { kind: 'choice', key: 'cause', label: word('discrepancyAxis', 'cause'), options },
        { kind: 'text', key: 'site', label: word('discrepancyAxis', 'site') },
        { kind: 'text', key: 'month', label: t('discrepancies.monthCode') },
        { kind: 'day', key: 'from', label: t('margins.from') },
        { kind: 'day', key: 'until', label: t('margins.until') },
      ]}
      load={async ({ until, month, ...values }, asked) => {
        const last = until && isDay(until) ? { until: dayAfter(until) } : {};
        const whole = month && /^\d{4}-\d{2}$/.test(month) ? { month } : {}; // while it is typed there is none yet
        const query = { ...values, ...last, ...whole, ...asked };
        const { data } = await api.GET('/api/reporting/v1/discrepancies/lines', { params: { query } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      {...(may('inventory.counts.read') ? { rowPath: (it: Line) => `/counts/${it.count_id}` } : {})}
      empty={{ title: t('discrepancies.emptyTitle'), hint: t('discrepancies.emptyHint') }}
    />
  );
}
