import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { usePersonName } from '~/api/people';
import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { partnerText } from '~/ui/list/texts';
import { PartnerName } from '~/ui/Name';
import { StatusBadge } from '~/ui/StatusBadge';

type Bill = OfAccounting['SupplierBillHead'];

const STATES = ['disputed', 'matched', 'posted', 'rejected', 'cancelled'] as const;

export default function Bills() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const columns: Column<Bill>[] = [
    {
      key: 'number',
      title: t('bills.supplierNumber'),
      cell: (it) => it.supplier_number,
      text: (it) => it.supplier_number,
      onPhone: 'title',
    },
    {
      key: 'supplier',
      title: t('common.supplier'),
      cell: (it) => <PartnerName id={it.supplier_id} />,
      text: (it) => partnerText(it.supplier_id),
      onPhone: 'line',
    },
    {
      key: 'date',
      title: t('bills.billedOn'),
      cell: (it) => format.date(it.billed_on),
      text: (it) => it.billed_on,
      sort: 'billed_on',
      onPhone: 'line',
    },
    {
      key: 'status',
      title: t('common.status'),
      cell: (it) => <StatusBadge list="billStatus" value={it.status} />,
      text: (it) => word('billStatus', it.status),
      onPhone: 'line',
    },
    {
      key: 'by',
      title: t('bills.enteredBy'),
      cell: (it) => <EnteredBy subject={it.entered_by} />,
      text: (it) => it.entered_by,
    },
    {
      key: 'net',
      title: t('common.net'),
      cell: (it) => format.money(it.net_amount, it.currency),
      text: (it) => it.net_amount,
      isFigure: true,
      onPhone: 'side',
    },
  ];
  const filters: Filter[] = [
    {
      kind: 'choice',
      key: 'status',
      label: t('common.status'),
      options: STATES.map((value) => ({ value, label: word('billStatus', value) })),
    },
    { kind: 'partner', key: 'supplier_id', label: t('common.supplier'), side: 'supplier' },
  ];
  return (
    <List
      id="bills"
      title={t('screens.bills')}
      columns={columns}
      filters={filters}
      defaultSort="-created_at"
      load={async ({ status, supplier_id }, asked) => {
        const query = { ...asked, supplier_id, status: status as Bill['status'] | undefined };
        const { data } = await api.GET('/api/accounting/v1/supplier-bills', { params: { query } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      empty={{ title: t('bills.emptyTitle'), hint: t('bills.emptyHint') }}
    />
  );
}

function EnteredBy({ subject }: { subject: string }) {
  return usePersonName(subject);
}
