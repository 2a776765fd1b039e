import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import type { Column } from '~/ui/list/column';
import { List } from '~/ui/list/List';

import { DeliveryTabs } from './Deliveries';

type Owed = OfSales['OwedLineOut'];

/** What is still to come to the customer, and when; what is promised first comes first. */
export default function Coming() {
  const { t } = useTranslation();
  const format = useFormat();
  const columns: Column<Owed>[] = [
    {
      key: 'article',
      title: t('portal.article'),
      cell: (it) => it.description || it.sku,
      text: (it) => it.description,
      onPhone: 'title',
    },
    { key: 'sku', title: 'SKU', cell: (it) => it.sku, text: (it) => it.sku, onPhone: 'line' },
    {
      key: 'owed',
      title: t('portal.orders.rest'),
      cell: (it) => format.number(it.quantity_owed),
      text: (it) => it.quantity_owed,
      isFigure: true,
      onPhone: 'side',
    },
    {
      key: 'promised',
      title: t('portal.orders.promised'),
      cell: (it) => <When line={it} />,
      text: (it) => it.promised_on,
      sort: 'promised_on',
      onPhone: 'line',
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
    },
  ];
  return (
    <List
      id="shop-coming"
      title={t('portal.deliveries.coming')}
      columns={columns}
      actions={<DeliveryTabs shown="coming" />}
      filters={[{ kind: 'search', key: 'q', label: t('portal.deliveries.searchOwed') }]}
      defaultSort="promised_on"
      load={async ({ q }, asked) => {
        const { data } = await api.GET('/api/sales/v1/owed-lines', { params: { query: { ...asked, q: q ?? '' } } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.line_id}
      rowPath={(it) => `/orders/${it.order_id}`}
      empty={{ title: t('portal.deliveries.nothing'), hint: t('portal.deliveries.nothingHint') }}
    />
  );
}

/** Ready to leave, the promised day, or that nobody knows it yet. */
function When({ line }: { line: Owed }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (line.promise_reason === 'in-stock') return <Badge color="green">{t('portal.deliveries.ready')}</Badge>;
  return line.promised_on ? format.date(line.promised_on) : t('portal.onRequest');
}
