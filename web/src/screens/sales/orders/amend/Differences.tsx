import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { OfSales } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Table } from '~/ui/list/Table';

type Difference = OfSales['RevisionOut']['differences'][number];

const DAYS = new Set(['requested_on', 'consolidate_until']);

/** Field by field, before and after. */
export function Differences({ items, currency }: { items: Difference[]; currency: string }) {
  const { t } = useTranslation();
  const shown = useShown(currency);
  return (
    <Card title={t('amend.differences')} isFlush>
      <Table
        label={t('amend.differences')}
        rows={items}
        rowKey={(it) => `${it.line_id}.${it.field}`}
        columns={[
          {
            key: 'what',
            title: t('common.product'),
            cell: (it) => it.sku || t('amend.whole'),
            text: (it) => it.sku,
            onPhone: 'title',
          },
          { key: 'field', title: t('amend.field'), cell: (it) => shown.field(it), text: () => '', onPhone: 'line' },
          {
            key: 'before',
            title: t('amend.before'),
            cell: (it) => <Text c="dimmed">{shown.value(it, it.before)}</Text>,
            text: () => '',
            isFigure: true,
            onPhone: 'line',
          },
          {
            key: 'after',
            title: t('amend.after'),
            cell: (it) => <b>{shown.value(it, it.after)}</b>,
            text: () => '',
            isFigure: true,
            onPhone: 'line',
          },
        ]}
      />
    </Card>
  );
}

/** A difference in words and figures. */
export function useShown(currency: string) {
  const format = useFormat();
  const word = useWord();
  return {
    field: (it: Difference) => word('revisedField', it.field),
    value: (it: Difference, value: string | null) => {
      if (value === null || value === '') return '–';
      if (it.field === 'unit_price') return format.money(value, currency);
      if (it.field === 'quantity' || it.field === 'priority') return format.number(value);
      if (it.field === 'delivery') return word('delivery', value);
      return DAYS.has(it.field) ? format.date(value) : value;
    },
  };
}
