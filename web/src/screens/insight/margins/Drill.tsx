import { Anchor, Drawer, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { hooks } from '~/api/client';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Table } from '~/ui/list/Table';

import type { Row } from './MarginTable';
import type { Axis } from './periods';

export interface Drilled {
  axis: Axis;
  row: Row;
  basis: 'sold' | 'known';
  period: { from?: string; until?: string }; // as the service takes it: until is the first day without
}

const ENTRIES = 200;

/** The dated pieces of revenue and cost behind a figure, each with its order and its journal entry. */
export function Drill({ drilled, onClose }: { drilled: Drilled | null; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const only = drilled ? { [drilled.axis]: drilled.row.key, basis: drilled.basis, ...drilled.period } : {};
  const entries = hooks.useQuery(
    'get',
    '/api/reporting/v1/margins/cube/entries',
    { params: { query: { limit: ENTRIES, sort: '-day', ...only } } },
    { enabled: drilled !== null },
  );
  return (
    <Drawer
      opened={drilled !== null}
      onClose={onClose}
      position="right"
      size="min(100vw, 72rem)"
      title={t('margins.drill', { name: drilled?.row.name ?? '' })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Table
        label={t('margins.entries')}
        rows={entries.data?.items ?? []}
        rowKey={(it) => it.id}
        columns={[
          {
            key: 'kind',
            title: t('margins.kind'),
            cell: (it) => (
              <Anchor component={Link} to={`/orders/${it.sales_order_id}`} inherit>
                {word('marginEntry', it.kind)}
              </Anchor>
            ),
            text: () => '',
            onPhone: 'title',
          },
          { key: 'sold', title: t('margins.soldOn'), cell: (it) => format.date(it.sold_on), text: () => '' },
          { key: 'known', title: t('margins.knownOn'), cell: (it) => format.date(it.known_on), text: () => '' },
          { key: 'sku', title: t('products.sku'), cell: (it) => it.sku ?? '–', text: () => '', onPhone: 'line' },
          { key: 'customer', title: t('common.customer'), cell: (it) => it.customer_code ?? '–', text: () => '' },
          {
            key: 'quantity',
            title: t('common.quantity'),
            cell: (it) => format.number(it.quantity),
            text: () => '',
            isFigure: true,
          },
          {
            key: 'revenue',
            title: t('margins.revenue'),
            cell: (it) => format.money(it.revenue),
            text: () => '',
            isFigure: true,
            onPhone: 'side',
          },
          {
            key: 'cost',
            title: t('margins.cost'),
            cell: (it) => format.money(it.cost),
            text: () => '',
            isFigure: true,
            onPhone: 'line',
          },
          { key: 'entry', title: t('margins.entry'), cell: (it) => it.entry_number, text: () => '' },
        ]}
      />
      {entries.data?.next_cursor ? (
        <Text size="sm" c="dimmed" p="sm">
          {t('margins.first', { count: ENTRIES })}
        </Text>
      ) : null}
    </Drawer>
  );
}
