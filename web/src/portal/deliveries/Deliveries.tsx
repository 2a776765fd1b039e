import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import type { Column } from '~/ui/list/column';
import { List } from '~/ui/list/List';

type Shipment = OfSales['ShipmentOut'];

/** What has left for the customer, newest first. */
export default function Deliveries() {
  const { t } = useTranslation();
  const format = useFormat();
  const columns: Column<Shipment>[] = [
    {
      key: 'number',
      title: t('common.number'),
      cell: (it) => it.number,
      text: (it) => it.number,
      sort: 'number',
      onPhone: 'title',
    },
    {
      key: 'left',
      title: t('portal.deliveries.left'),
      cell: (it) => format.time(it.shipped_at),
      text: (it) => it.shipped_at,
      sort: 'shipped_at',
      onPhone: 'side',
    },
    {
      key: 'order',
      title: t('portal.orders.one'),
      cell: (it) => it.order_number,
      text: (it) => it.order_number,
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
      key: 'packages',
      title: t('portal.deliveries.packages'),
      cell: (it) => (it.packages.length > 0 ? format.number(it.packages.length) : ''),
      text: (it) => String(it.packages.length),
      isFigure: true,
    },
  ];
  return (
    <List
      id="shop-deliveries"
      title={t('portal.deliveries.gone')}
      columns={columns}
      actions={<DeliveryTabs shown="left" />}
      filters={[
        { kind: 'search', key: 'q', label: t('portal.deliveries.search') },
        { kind: 'day', key: 'shipped_from', label: t('portal.deliveries.from') },
        { kind: 'day', key: 'shipped_until', label: t('portal.deliveries.until') },
      ]}
      defaultSort="-shipped_at"
      load={async (filter, asked) => {
        const { data } = await api.GET('/api/sales/v1/shipments', { params: { query: { ...asked, ...filter } } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      rowPath={(it) => `/deliveries/${it.id}`}
      empty={{ title: t('portal.deliveries.none'), hint: t('portal.deliveries.noneHint') }}
    />
  );
}

/** From what is to come to what has left, and back. */
export function DeliveryTabs({ shown }: { shown: 'coming' | 'left' }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('portal.menu.deliveries')}
      value={shown}
      data={[
        { value: 'coming', label: t('portal.deliveries.coming') },
        { value: 'left', label: t('portal.deliveries.gone') },
      ]}
      onChange={(wanted) => void navigate(wanted === 'left' ? '/deliveries/left' : '/deliveries')}
    />
  );
}
