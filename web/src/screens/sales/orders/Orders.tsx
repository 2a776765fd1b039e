import { Badge, Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { EachDialog } from '~/ui/bulk/EachDialog';
import type { Job } from '~/ui/bulk/job';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { StatusBadge } from '~/ui/StatusBadge';

import { FLOW } from './figures';
import type { Order } from './manyOrders';
import { OrderBulk } from './OrderBulk';
import { OrderFigures } from './OrderFigures';
import { PromiseAll } from './PromiseAll';

export default function Orders() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const may = useMay();
  const [job, setJob] = useState<Job<Order> | null>(null);
  const columns: Column<Order>[] = [
    {
      key: 'number',
      title: t('common.number'),
      cell: (it) => it.number,
      text: (it) => it.number,
      sort: 'number',
      onPhone: 'title',
    },
    {
      key: 'customer',
      title: t('common.customer'),
      cell: (it) => it.customer_name ?? '–',
      text: (it) => it.customer_name,
      onPhone: 'line',
    },
    {
      key: 'date',
      title: t('orders.orderedOn'),
      cell: (it) => format.date(it.ordered_on),
      text: (it) => it.ordered_on,
      sort: 'ordered_on',
      onPhone: 'line',
    },
    {
      key: 'status',
      title: t('common.status'),
      cell: (it) => <StatusBadge list="orderStatus" value={it.status} />,
      text: (it) => word('orderStatus', it.status),
      onPhone: 'line',
    },
    {
      key: 'hold',
      title: t('orders.hold'),
      cell: (it) => (it.hold_cause ? <Badge color="red">{it.hold_cause}</Badge> : null),
      text: (it) => it.hold_cause,
    },
    {
      key: 'reference',
      title: t('orders.reference'),
      cell: (it) => it.customer_reference,
      text: (it) => it.customer_reference,
    },
    { key: 'salesperson', title: t('orders.salesperson'), cell: (it) => it.salesperson, text: (it) => it.salesperson },
    { key: 'channel', title: t('orders.channel'), cell: (it) => it.channel, text: (it) => it.channel, isHidden: true },
    {
      key: 'short',
      title: t('orders.backordered'),
      cell: (it) => (it.is_short ? <Badge color="orange">{t('orders.backordered')}</Badge> : null),
      text: (it) => t(it.is_short ? 'list.yes' : 'list.no'),
    },
    {
      key: 'priority',
      title: t('amend.priority'),
      cell: (it) => format.number(it.priority),
      text: (it) => String(it.priority),
      sort: 'priority',
      isFigure: true,
      isHidden: true,
    },
    { key: 'site', title: t('common.site'), cell: (it) => it.warehouse, text: (it) => it.warehouse, isHidden: true },
    {
      key: 'created',
      title: t('orders.created'),
      cell: (it) => format.time(it.created_at),
      text: (it) => it.created_at,
      sort: 'created_at',
      isHidden: true,
    },
    {
      key: 'gross',
      title: t('common.gross'),
      cell: (it) => format.money(it.gross, it.currency),
      text: (it) => it.gross,
      isFigure: true,
      isHidden: true,
    },
    {
      key: 'net',
      title: t('common.net'),
      cell: (it) => format.money(it.net, it.currency),
      text: (it) => it.net,
      sort: 'net',
      isFigure: true,
      onPhone: 'side',
    },
  ];
  const filters: Filter[] = [
    { kind: 'search', key: 'q', label: t('orders.search') },
    {
      kind: 'choice',
      key: 'status',
      label: t('common.status'),
      options: FLOW.map((value) => ({ value, label: word('orderStatus', value) })),
    },
    { kind: 'partner', key: 'customer_id', label: t('common.customer'), side: 'customer' },
    { kind: 'figure', key: 'on_hold' },
    { kind: 'figure', key: 'is_short' },
    { kind: 'figure', key: 'is_late' },
  ];
  return (
    <>
      <List
        id="orders"
        title={t('screens.orders')}
        columns={columns}
        filters={filters}
        defaultSort="-created_at"
        load={async ({ status, q, customer_id, on_hold, is_short, is_late }, asked) => {
          const query = {
            ...asked,
            q,
            customer_id,
            on_hold: on_hold === 'true',
            is_short: is_short === 'true',
            is_late: is_late === 'true',
            status: status ? [status as Order['status']] : undefined,
          };
          const { data } = await api.GET('/api/sales/v1/orders', { params: { query } });
          return data ?? { items: [] };
        }}
        rowKey={(it) => it.id}
        rowPath={(it) => `/orders/${it.id}`}
        actions={
          may('sales.orders.write') ? (
            <>
              <PromiseAll />
              <Button component={Link} to="/orders/new" leftSection={<IconPlus size={15} />}>
                {t('screens.newOrder')}
              </Button>
            </>
          ) : null
        }
        empty={{ title: t('orders.emptyTitle'), hint: t('orders.emptyHint') }}
        above={<OrderFigures />}
        bulk={(rows, keep) => <OrderBulk orders={rows} ask={setJob} keep={keep} />}
      />
      {job ? <EachDialog job={job} onClose={() => setJob(null)} /> : null}
    </>
  );
}
