import { Anchor, Drawer, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api, hooks } from '~/api/client';
import type { OfReporting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import type { Column } from '~/ui/list/column';
import { everything, Exports } from '~/ui/list/Exports';
import { Table } from '~/ui/list/Table';

import type { Row } from './MarginTable';
import type { Axis } from './periods';

export interface Drilled {
  axis: Axis;
  row: Row;
  basis: 'sold' | 'known';
  period: { from?: string; until?: string }; // as the service takes it: until is the first day without
}

type Entry = OfReporting['EntryOut'];

const PATH = '/api/reporting/v1/margins/cube/entries';
const ENTRIES = 200;

/** The dated pieces of revenue and cost behind a figure, each with its order and its journal entry. */
export function Drill({ drilled, onClose }: { drilled: Drilled | null; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const only = drilled ? { [drilled.axis]: drilled.row.key, basis: drilled.basis, ...drilled.period } : {};
  const entries = hooks.useQuery(
    'get',
    PATH,
    { params: { query: { limit: ENTRIES, sort: '-day', ...only } } },
    { enabled: drilled !== null },
  );
  const columns: Column<Entry>[] = [
    {
      key: 'kind',
      title: t('margins.kind'),
      cell: (it) => (
        <Anchor component={Link} to={`/orders/${it.sales_order_id}`} inherit>
          {word('marginEntry', it.kind)}
        </Anchor>
      ),
      text: (it) => word('marginEntry', it.kind),
      onPhone: 'title',
    },
    { key: 'sold', title: t('margins.soldOn'), cell: (it) => format.date(it.sold_on), text: (it) => it.sold_on },
    { key: 'known', title: t('margins.knownOn'), cell: (it) => format.date(it.known_on), text: (it) => it.known_on },
    { key: 'sku', title: t('products.sku'), cell: (it) => it.sku ?? '–', text: (it) => it.sku, onPhone: 'line' },
    {
      key: 'customer',
      title: t('common.customer'),
      cell: (it) => it.customer_code ?? '–',
      text: (it) => it.customer_code,
    },
    {
      key: 'quantity',
      title: t('common.quantity'),
      cell: (it) => format.number(it.quantity),
      text: (it) => it.quantity,
      isFigure: true,
    },
    {
      key: 'revenue',
      title: t('margins.revenue'),
      cell: (it) => format.money(it.revenue),
      text: (it) => it.revenue,
      isFigure: true,
      onPhone: 'side',
    },
    {
      key: 'cost',
      title: t('margins.cost'),
      cell: (it) => format.money(it.cost),
      text: (it) => it.cost,
      isFigure: true,
      onPhone: 'line',
    },
    { key: 'entry', title: t('margins.entry'), cell: (it) => it.entry_number, text: (it) => it.entry_number },
  ];
  return (
    <Drawer
      opened={drilled !== null}
      onClose={onClose}
      position="right"
      size="min(100vw, 72rem)"
      title={t('margins.drill', { name: drilled?.row.name ?? '' })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Group justify="flex-end">
        <Exports
          id="margin-entries"
          columns={columns}
          load={() =>
            everything(async (cursor, limit) => {
              const query = { ...only, limit, sort: '-day', ...(cursor ? { cursor } : {}) };
              return (await api.GET(PATH, { params: { query } })).data ?? { items: [] };
            })
          }
        />
      </Group>
      <Table label={t('margins.entries')} rows={entries.data?.items ?? []} rowKey={(it) => it.id} columns={columns} />
      {entries.data?.next_cursor ? (
        <Text size="sm" c="dimmed" p="sm">
          {t('margins.first', { count: ENTRIES })}
        </Text>
      ) : null}
    </Drawer>
  );
}
