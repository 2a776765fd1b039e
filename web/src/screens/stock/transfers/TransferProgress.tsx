import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { OfInventory } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import type { Column } from '~/ui/list/column';
import { Table } from '~/ui/list/Table';
import { ProductName } from '~/ui/Name';

type Line = OfInventory['TransferOrderLineOut'];

/** How far each line is. */
export function TransferProgress({ lines }: { lines: readonly Line[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const figure = (key: string, title: string, of: (line: Line) => string, onPhone?: 'side' | 'line'): Column<Line> => ({
    key,
    title,
    cell: (it) => format.number(of(it)),
    text: of,
    isFigure: true,
    ...(onPhone ? { onPhone } : {}),
  });
  return (
    <Card title={t('orders.lines')} side={<Badge color="gray">{lines.length}</Badge>} isFlush>
      <Table
        label={t('orders.lines')}
        rows={lines}
        rowKey={(it) => it.id}
        columns={[
          {
            key: 'product',
            title: t('common.product'),
            cell: (it) => <ProductName id={it.product_id} />,
            text: () => '',
            onPhone: 'title',
          },
          figure('quantity', t('transfers.asked'), (it) => it.quantity, 'side'),
          figure('reserved', t('orders.reserved'), (it) => it.reserved),
          figure('shipped', t('transfers.left'), (it) => it.shipped, 'line'),
          figure('transit', t('stock.inTransit'), (it) => it.in_transit, 'line'),
          figure('received', t('transfers.arrived'), (it) => it.received, 'line'),
          figure('lost', t('transfers.lost'), (it) => it.settled),
        ]}
      />
    </Card>
  );
}
