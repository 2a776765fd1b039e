import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';

import { useSalespeople } from './useSalespeople';

type Commission = OfSales['CommissionOut'];

/** What commissions are reckoned on: margin that customers have paid for, by salesperson and month. */
export default function Commissions() {
  const { t } = useTranslation();
  const format = useFormat();
  const people = useSalespeople();
  const monthOf = (it: Commission) => it.month.slice(0, 7);
  const columns: Column<Commission>[] = [
    {
      key: 'month',
      title: t('closing.month'),
      cell: (it) => format.month(monthOf(it)),
      text: (it) => monthOf(it),
      sort: 'month',
      onPhone: 'title',
    },
    {
      key: 'salesperson',
      title: t('orders.salesperson'),
      cell: (it) => people.nameOf(it.salesperson) || t('common.none'),
      text: (it) => people.nameOf(it.salesperson),
      onPhone: 'line',
    },
    { key: 'team', title: t('commissions.team'), cell: (it) => it.team, text: (it) => it.team, onPhone: 'line' },
    {
      key: 'entries',
      title: t('commissions.entries'),
      cell: (it) => format.number(it.entries),
      text: (it) => String(it.entries),
      isFigure: true,
    },
    {
      key: 'amount',
      title: t('commissions.base'),
      cell: (it) => format.money(it.amount, it.currency),
      text: (it) => it.amount,
      isFigure: true,
      onPhone: 'side',
    },
  ];
  const filters: Filter[] = [
    { kind: 'choice', key: 'salesperson', label: t('orders.salesperson'), options: people.options },
  ];
  return (
    <List
      id="commissions"
      title={t('screens.commissions')}
      columns={columns}
      filters={filters}
      defaultSort="-month"
      load={async ({ salesperson }, asked) => {
        const { data } = await api.GET('/api/sales/v1/commissions', { params: { query: { ...asked, salesperson } } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => `${it.month}.${it.salesperson}.${it.team}`}
      rowPath={(it) => `/commissions/${monthOf(it)}?salesperson=${encodeURIComponent(it.salesperson)}`}
      empty={{ title: t('commissions.emptyTitle'), hint: t('commissions.emptyHint') }}
    />
  );
}
