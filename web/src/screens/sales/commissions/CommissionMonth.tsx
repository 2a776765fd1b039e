import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { api } from '~/api/client';
import { findPartner } from '~/api/names';
import type { OfSales } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { PartnerName } from '~/ui/Name';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';

import { useSalespeople } from './useSalespeople';

type Entry = OfSales['CommissionEntryOut'];

/** Why the base of a month is what it is, invoice by invoice. */
export default function CommissionMonth() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const { month = '' } = useParams();
  const people = useSalespeople();
  useDocumentName(format.month(month));
  const columns: Column<Entry>[] = [
    {
      key: 'invoice',
      title: t('screens.invoice'),
      cell: (it) => it.invoice_number,
      text: (it) => it.invoice_number,
      onPhone: 'title',
    },
    { key: 'on', title: t('common.date'), cell: (it) => format.date(it.earned_on), text: (it) => it.earned_on },
    {
      key: 'customer',
      title: t('common.customer'),
      cell: (it) => <PartnerName id={it.customer_id} />,
      text: async (it) => (await findPartner(it.customer_id))?.name ?? '',
      onPhone: 'line',
    },
    {
      key: 'salesperson',
      title: t('orders.salesperson'),
      cell: (it) => people.nameOf(it.salesperson),
      text: (it) => people.nameOf(it.salesperson),
    },
    {
      key: 'cause',
      title: t('commissions.cause'),
      cell: (it) => word('commissionCause', it.cause),
      text: (it) => word('commissionCause', it.cause),
      onPhone: 'line',
    },
    {
      key: 'margin',
      title: t('commissions.margin'),
      cell: (it) => format.money(it.margin),
      text: (it) => it.margin,
      isFigure: true,
    },
    {
      key: 'collected',
      title: t('commissions.collected'),
      cell: (it) => `${format.money(it.collected)} / ${format.money(it.gross)}`,
      text: (it) => it.collected,
      isFigure: true,
    },
    {
      key: 'amount',
      title: t('commissions.base'),
      cell: (it) => format.money(it.amount),
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
      id="commission-entries"
      title={`${t('screens.commissions')} · ${format.month(month)}`}
      columns={columns}
      filters={filters}
      load={async ({ salesperson }, asked) => {
        const query = { ...asked, month, salesperson };
        const { data } = await api.GET('/api/sales/v1/commissions/entries', { params: { query } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      rowPath={(it) => `/invoices/${it.invoice_id}`}
      empty={{ title: t('commissions.emptyTitle'), hint: t('commissions.emptyHint') }}
    />
  );
}
