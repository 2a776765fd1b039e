import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';

import { api } from '~/api/client';
import type { OfPurchasing } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { isDay } from '~/ui/days';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';

type Score = OfPurchasing['ScoreOut'];

/** How suppliers performed in a period, the last year if none is said. */
export default function Suppliers() {
  const { t } = useTranslation();
  const format = useFormat();
  const rate = (key: 'on_time' | 'in_full' | 'accepted', onPhone?: 'side' | 'line'): Column<Score> => ({
    key,
    title: t(`suppliers.${key}`),
    cell: (it) => format.rate(it[key]),
    text: (it) => it[key],
    isFigure: true,
    ...(onPhone ? { onPhone } : {}),
  });
  const columns: Column<Score>[] = [
    { key: 'name', title: t('common.supplier'), cell: (it) => it.name, text: (it) => it.name, onPhone: 'title' },
    { key: 'code', title: t('customers.code'), cell: (it) => it.code, text: (it) => it.code },
    {
      key: 'lines',
      title: t('suppliers.lines'),
      cell: (it) => format.number(it.lines_due),
      text: (it) => String(it.lines_due),
      isFigure: true,
      onPhone: 'line',
    },
    rate('on_time', 'side'),
    rate('in_full', 'line'),
    rate('accepted', 'line'),
    {
      key: 'lead',
      title: t('suppliers.leadTime'),
      cell: (it) => format.number(it.lead_days_median, 1),
      text: (it) => it.lead_days_median,
      isFigure: true,
    },
  ];
  const { search } = useLocation();
  const filters: Filter[] = [
    { kind: 'day', key: 'since', label: t('ledger.from') },
    { kind: 'day', key: 'until', label: t('ledger.to') },
  ];
  return (
    <List
      id="suppliers"
      title={t('screens.suppliers')}
      columns={columns}
      filters={filters}
      load={async (period) => {
        const query = Object.fromEntries(Object.entries(period).filter(([, day]) => isDay(day)));
        return (await api.GET('/api/purchasing/v1/supplier-scores', { params: { query } })).data ?? { items: [] };
      }}
      rowKey={(it) => it.supplier_id}
      rowPath={(it) => `/suppliers/${it.supplier_id}${search}`}
      empty={{ title: t('suppliers.emptyTitle'), hint: t('suppliers.emptyHint') }}
    />
  );
}
