import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { OfInventory, OfSales } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Table } from '~/ui/list/Table';
import { ProductName } from '~/ui/Name';

import { Backordered } from './Backordered';

type Held = OfInventory['ReservationOut'];

interface Props {
  order: OfSales['OrderDetailsOut'];
  held: readonly Held[];
  standing: ReadonlyMap<string, string>; // picked, by line
}

/** Line by line: what was ordered, what is there for it, and when the rest comes. */
export function HeldLines({ order, held, standing }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const sold = new Map(order.lines.map((line) => [line.id, line]));
  return (
    <Card title={t('orders.lines')} isFlush>
      <Table
        label={t('orders.lines')}
        rows={held.filter((it) => !it.is_drop_shipped)}
        rowKey={(it) => it.sales_order_line_id}
        columns={[
          {
            key: 'product',
            title: t('common.product'),
            cell: (it) => (
              <>
                <ProductName id={it.product_id} />
                <Text size="xs" c="dimmed">
                  {sold.get(it.sales_order_line_id)?.sku}
                </Text>
              </>
            ),
            text: () => '',
            onPhone: 'title',
          },
          ...figures(
            [t('orders.ordered'), (it) => it.quantity],
            [t('orders.reserved'), (it) => it.quantity_reserved],
            [t('shipping.picked'), (it) => standing.get(it.sales_order_line_id) ?? '0'],
            [t('orders.shipped'), (it) => it.quantity_shipped],
          ).map(({ title, of }) => ({
            key: title,
            title,
            cell: (it: Held) => format.number(of(it)),
            text: () => '',
            isFigure: true,
            onPhone: 'line' as const,
          })),
          {
            key: 'rest',
            title: t('orders.backordered'),
            cell: (it) => (
              <Backordered
                quantity={it.quantity_backordered}
                promisedOn={sold.get(it.sales_order_line_id)?.promised_on}
              />
            ),
            text: () => '',
            onPhone: 'line',
          },
        ]}
      />
    </Card>
  );
}

function figures(...rows: [string, (it: Held) => string][]) {
  return rows.map(([title, of]) => ({ title, of }));
}
