import { Anchor, Drawer } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { hooks } from '~/api/client';
import { useFormat } from '~/i18n/useFormat';
import { Table } from '~/ui/list/Table';

import type { Row } from './MarginTable';
import type { Axis } from './periods';

export interface Drilled {
  axis: Axis;
  row: Row;
  period: { from?: string; until?: string }; // as the service takes it: until is the first day without
}

const LINES = 100;

/** The invoice lines behind a figure. */
export function Drill({ drilled, onClose }: { drilled: Drilled | null; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = { limit: LINES, ...(drilled ? narrowed(drilled) : {}) };
  const lines = hooks.useQuery(
    'get',
    '/api/reporting/v1/margins/lines',
    { params: { query } },
    { enabled: drilled !== null },
  );
  return (
    <Drawer
      opened={drilled !== null}
      onClose={onClose}
      position="right"
      size="xl"
      title={t('margins.drill', { name: drilled?.row.name ?? '' })}
    >
      <Table
        label={t('margins.lines')}
        rows={lines.data?.items ?? []}
        rowKey={(it) => it.invoice_line_id}
        columns={[
          {
            key: 'invoice',
            title: t('margins.invoice'),
            cell: (it) => (
              <Anchor component={Link} to={`/orders/${it.sales_order_id}`} inherit>
                {it.invoice_number}
              </Anchor>
            ),
            text: () => '',
            onPhone: 'title',
          },
          { key: 'date', title: t('common.date'), cell: (it) => format.date(it.issued_on), text: () => '' },
          { key: 'sku', title: t('products.sku'), cell: (it) => it.sku ?? '–', text: () => '', onPhone: 'line' },
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
        ]}
      />
    </Drawer>
  );
}

function narrowed({ axis, row, period }: Drilled): {
  product_id?: string;
  customer_id?: string;
  from?: string;
  until?: string;
} {
  if (axis === 'product') return { ...period, product_id: row.key };
  if (axis === 'customer') return { ...period, customer_id: row.key };
  const [year = 0, month = 1] = row.key.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1, 1)).toISOString().slice(0, 10);
  const next = new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
  return {
    from: [first, period.from ?? ''].sort().at(-1) ?? first,
    until: [next, period.until ?? next].sort()[0] ?? next,
  };
}
