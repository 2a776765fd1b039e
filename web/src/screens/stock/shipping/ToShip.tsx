import { Badge, Button, Text } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api } from '~/api/client';
import type { OfInventory } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { partnerText } from '~/ui/list/texts';
import { PartnerName } from '~/ui/Name';

type Order = OfInventory['OrderToShipOut'];

/** Orders that goods can leave for, the late ones first. */
export default function ToShip() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const today = new Date().toISOString().slice(0, 10);
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
      cell: (it) => <PartnerName id={it.customer_id} />,
      text: (it) => partnerText(it.customer_id),
      onPhone: 'line',
    },
    {
      key: 'due',
      title: t('shipping.dueOn'),
      cell: (it) => (
        <Text inherit span c={it.due_on < today ? 'red' : 'inherit'}>
          {format.date(it.due_on)}
        </Text>
      ),
      text: (it) => it.due_on,
      sort: 'due_on',
      onPhone: 'line',
    },
    {
      key: 'stage',
      title: t('common.status'),
      cell: (it) => <Stage order={it} />,
      text: (it) => it.stopped ?? '',
      onPhone: 'line',
    },
    { key: 'site', title: t('common.site'), cell: (it) => it.warehouse, text: (it) => it.warehouse },
    {
      key: 'policy',
      title: t('orders.policy'),
      cell: (it) => word('delivery', it.delivery),
      text: (it) => word('delivery', it.delivery),
      isHidden: true,
    },
    {
      key: 'held',
      title: t('shipping.toPick'),
      cell: (it) => format.number(it.held),
      text: (it) => it.held,
      isFigure: true,
      onPhone: 'side',
    },
    {
      key: 'picked',
      title: t('shipping.picked'),
      cell: (it) => format.number(it.picked),
      text: (it) => it.picked,
      isFigure: true,
    },
    {
      key: 'backordered',
      title: t('orders.backordered'),
      cell: (it) => format.number(it.backordered),
      text: (it) => it.backordered,
      isFigure: true,
    },
  ];
  const filters: Filter[] = [{ kind: 'partner', key: 'customer_id', label: t('common.customer'), side: 'customer' }];
  return (
    <List
      id="to-ship"
      title={t('screens.toShip')}
      columns={columns}
      filters={filters}
      defaultSort="due_on"
      load={async ({ customer_id }, asked) =>
        (await api.GET('/api/inventory/v1/orders-to-ship', { params: { query: { ...asked, customer_id } } })).data ?? {
          items: [],
        }
      }
      rowKey={(it) => it.sales_order_id}
      rowPath={(it) => `/shipping/${it.sales_order_id}`}
      actions={
        <Button component={Link} to="/waves" variant="default" leftSection={<IconListCheck size={15} />}>
          {t('screens.waves')}
        </Button>
      }
      empty={{ title: t('shipping.emptyTitle'), hint: t('shipping.emptyHint') }}
    />
  );
}

function Stage({ order }: { order: Order }) {
  const { t } = useTranslation();
  if (order.stopped) return <Badge color="red">{t('shipping.stopped')}</Badge>;
  if (order.wave_id) return <Badge color="blue">{t('shipping.inWave')}</Badge>;
  if (Number(order.held) === 0) return <Badge color="teal">{t('shipping.ready')}</Badge>;
  return <Badge color="gray">{t('shipping.waits')}</Badge>;
}
