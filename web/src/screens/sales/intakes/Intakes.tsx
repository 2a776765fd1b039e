import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { StatusBadge } from '~/ui/StatusBadge';

import { UploadOrders } from './UploadOrders';

type Intake = OfSales['IntakeHead'];

/** Files of many orders: checked whole, then taken in. */
export default function Intakes() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const columns: Column<Intake>[] = [
    {
      key: 'name',
      title: t('intakes.file'),
      cell: (it) => it.name || '–',
      text: (it) => it.name,
      onPhone: 'title',
    },
    {
      key: 'sent',
      title: t('intakes.sentAt'),
      cell: (it) => format.time(it.created_at),
      text: (it) => it.created_at,
      sort: 'created_at',
      onPhone: 'line',
    },
    {
      key: 'status',
      title: t('common.status'),
      cell: (it) => <StatusBadge list="intakeStatus" value={it.status} />,
      text: (it) => word('intakeStatus', it.status),
      onPhone: 'line',
    },
    {
      key: 'rows',
      title: t('intakes.rows'),
      cell: (it) => format.number(it.row_count),
      text: (it) => String(it.row_count),
      isFigure: true,
    },
    {
      key: 'orders',
      title: t('intakes.orders'),
      cell: (it) => format.number(it.order_count),
      text: (it) => String(it.order_count),
      isFigure: true,
      onPhone: 'line',
    },
    {
      key: 'faults',
      title: t('intakes.faults'),
      cell: (it) => format.number(it.fault_count),
      text: (it) => String(it.fault_count),
      isFigure: true,
      onPhone: 'line',
    },
    {
      key: 'net',
      title: t('common.net'),
      cell: (it) => format.money(it.net),
      text: (it) => it.net,
      isFigure: true,
      onPhone: 'side',
    },
  ];
  const filters: Filter[] = [
    {
      kind: 'choice',
      key: 'status',
      label: t('common.status'),
      options: (['checked', 'imported'] as const).map((value) => ({ value, label: word('intakeStatus', value) })),
    },
  ];
  return (
    <List
      id="order-intakes"
      title={t('screens.intakes')}
      columns={columns}
      filters={filters}
      defaultSort="-created_at"
      load={async ({ status }, asked) => {
        const query = { ...asked, status: status as Intake['status'] | undefined };
        const { data } = await api.GET('/api/sales/v1/order-intakes', { params: { query } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      rowPath={(it) => `/order-intakes/${it.id}`}
      actions={<UploadOrders />}
      empty={{ title: t('intakes.emptyTitle'), hint: t('intakes.emptyHint') }}
    />
  );
}
