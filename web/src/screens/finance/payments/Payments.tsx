import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { partnerText } from '~/ui/list/texts';
import { PartnerName } from '~/ui/Name';

import { NewPayment } from './NewPayment';

type Payment = OfAccounting['PaymentHead'];

/** Money received and paid, and what of it settles nothing yet. */
export default function Payments() {
  const { t } = useTranslation();
  const format = useFormat();
  const way = (it: Payment) => t(it.direction === 'received' ? 'payments.received' : 'payments.paid');
  const columns: Column<Payment>[] = [
    { key: 'number', title: t('common.number'), cell: (it) => it.number, text: (it) => it.number, onPhone: 'title' },
    {
      key: 'partner',
      title: t('payments.partner'),
      cell: (it) => <PartnerName id={it.partner_id} />,
      text: (it) => partnerText(it.partner_id),
      onPhone: 'line',
    },
    { key: 'direction', title: t('payments.direction'), cell: way, text: way, onPhone: 'line' },
    {
      key: 'paid',
      title: t('payments.paidOn'),
      cell: (it) => format.date(it.paid_on),
      text: (it) => it.paid_on,
      sort: 'paid_on',
      onPhone: 'line',
    },
    { key: 'reference', title: t('payments.reference'), cell: (it) => it.reference, text: (it) => it.reference },
    {
      key: 'amount',
      title: t('payments.amount'),
      cell: (it) => format.money(it.amount, it.currency),
      text: (it) => it.amount,
      isFigure: true,
      onPhone: 'side',
    },
    {
      key: 'unmatched',
      title: t('payments.unmatched'),
      cell: (it) => format.money(it.unmatched_amount, it.currency),
      text: (it) => it.unmatched_amount,
      isFigure: true,
    },
  ];
  const filters: Filter[] = [
    { kind: 'partner', key: 'partner_id', label: t('common.customer'), side: 'customer' },
    { kind: 'tick', key: 'unmatched', label: t('payments.openOnly') },
  ];
  return (
    <List
      id="payments"
      title={t('screens.payments')}
      columns={columns}
      filters={filters}
      defaultSort="-paid_on"
      load={async ({ partner_id, unmatched }, asked) => {
        const query = { ...asked, ...(partner_id ? { partner_id } : {}), unmatched: unmatched === 'true' };
        const { data } = await api.GET('/api/accounting/v1/payments', { params: { query } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      rowPath={(it) => `/payments/${it.id}`}
      actions={<NewPayment />}
      empty={{ title: t('payments.emptyTitle'), hint: t('payments.emptyHint') }}
    />
  );
}
