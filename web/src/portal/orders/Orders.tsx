import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import type { Column } from '~/ui/list/column';
import { List } from '~/ui/list/List';

import { OrderStatus } from './OrderStatus';

type Order = OfSales['OrderSummary'];

export default function Orders() {
  const { t } = useTranslation();
  const format = useFormat();
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
      key: 'date',
      title: t('portal.orders.on'),
      cell: (it) => format.date(it.ordered_on),
      text: (it) => it.ordered_on,
      sort: 'ordered_on',
      onPhone: 'line',
    },
    {
      key: 'reference',
      title: t('portal.basket.reference'),
      cell: (it) => it.customer_reference,
      text: (it) => it.customer_reference,
      onPhone: 'line',
    },
    {
      key: 'buyer',
      title: t('portal.orders.buyer'),
      cell: (it) => it.buyer_name,
      text: (it) => it.buyer_name,
    },
    {
      key: 'status',
      title: t('common.status'),
      cell: (it) => (
        <OrderStatus status={it.status} isHeld={it.hold_cause !== null} isForColleague={it.spending_breach !== null} />
      ),
      text: (it) => t(`portal.states.${it.status}`),
      onPhone: 'line',
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
  return (
    <List
      id="shop-orders"
      title={t('portal.menu.orders')}
      columns={columns}
      filters={[{ kind: 'search', key: 'q', label: t('portal.orders.search') }]}
      defaultSort="-ordered_on"
      load={async ({ q }, asked) => {
        const { data } = await api.GET('/api/sales/v1/orders', { params: { query: { ...asked, q: q ?? '' } } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      rowPath={(it) => `/orders/${it.id}`}
      empty={{ title: t('portal.orders.empty'), hint: t('portal.basket.emptyHint') }}
    />
  );
}
