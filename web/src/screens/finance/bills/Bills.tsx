import { Badge, Button, Group } from '@mantine/core';
import { IconPlus, IconReceiptRefund } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api } from '~/api/client';
import { usePersonName } from '~/api/people';
import type { OfAccounting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { isDay } from '~/ui/days';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { partnerText } from '~/ui/list/texts';
import { PartnerName } from '~/ui/Name';
import { StatusBadge } from '~/ui/StatusBadge';

import { PaymentBadge } from './BillState';
import { paymentOf } from './states';

type Bill = OfAccounting['SupplierBillRow'];

const STATES = ['disputed', 'matched', 'posted', 'rejected', 'cancelled'] as const;
const PAYMENTS = ['open', 'late', 'paid'] as const;

/** What suppliers billed: matched, disputed, posted, paid. */
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
    { key: 'ours', title: t('bills.number'), cell: (it) => it.number ?? '–', text: (it) => it.number },
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
      key: 'due',
      title: t('invoices.dueOn'),
      cell: (it) => format.date(it.due_on),
      text: (it) => it.due_on,
      onPhone: 'line',
    },
    {
      key: 'status',
      title: t('common.status'),
      cell: (it) => (
        <Group gap={4}>
          <StatusBadge list="billStatus" value={it.status} />
          {it.disputes.map((kind) => (
            <Badge key={kind} color="orange">
              {word('disputeKind', kind)}
            </Badge>
          ))}
        </Group>
      ),
      text: (it) => [word('billStatus', it.status), ...it.disputes.map((kind) => word('disputeKind', kind))].join(', '),
      onPhone: 'line',
    },
    {
      key: 'payment',
      title: t('bills.payment'),
      cell: (it) => <PaymentBadge bill={it} />,
      text: (it) => word('billPayment', paymentOf(it) ?? ''),
    },
    {
      key: 'by',
      title: t('bills.enteredBy'),
      cell: (it) => <EnteredBy subject={it.entered_by} />,
      text: (it) => it.entered_by,
      isHidden: true,
    },
    {
      key: 'net',
      title: t('common.net'),
      cell: (it) => format.money(it.net_amount, it.currency),
      text: (it) => it.net_amount,
      isFigure: true,
      isHidden: true,
    },
    {
      key: 'gross',
      title: t('common.gross'),
      cell: (it) => format.money(it.gross_amount, it.currency),
      text: (it) => it.gross_amount,
      isFigure: true,
      onPhone: 'side',
    },
    {
      key: 'open',
      title: t('invoices.open'),
      cell: (it) => format.money(it.open_amount, it.currency),
      text: (it) => it.open_amount,
      isFigure: true,
    },
  ];
  const filters: Filter[] = [
    { kind: 'search', key: 'number', label: t('bills.supplierNumber') },
    {
      kind: 'choice',
      key: 'status',
      label: t('common.status'),
      options: STATES.map((value) => ({ value, label: word('billStatus', value) })),
    },
    {
      kind: 'choice',
      key: 'payment',
      label: t('bills.payment'),
      options: PAYMENTS.map((value) => ({ value, label: word('billPayment', value) })),
    },
    { kind: 'partner', key: 'supplier_id', label: t('common.supplier'), side: 'supplier' },
    { kind: 'day', key: 'billed_from', label: t('bills.from') },
    { kind: 'day', key: 'billed_until', label: t('bills.until') },
  ];
  return (
    <List
      id="bills"
      title={t('screens.bills')}
      columns={columns}
      filters={filters}
      defaultSort="-created_at"
      load={async ({ status, payment, supplier_id, number, billed_from, billed_until }, asked) => {
        const query = {
          ...asked,
          ...known('status', STATES, status),
          ...known('payment', PAYMENTS, payment),
          ...(supplier_id ? { supplier_id } : {}),
          ...(number ? { number } : {}),
          ...(billed_from && isDay(billed_from) ? { billed_from } : {}),
          ...(billed_until && isDay(billed_until) ? { billed_until } : {}),
        };
        const { data } = await api.GET('/api/accounting/v1/supplier-bills', { params: { query } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      rowPath={(it) => `/bills/${it.id}`}
      actions={<Actions />}
      empty={{ title: t('bills.emptyTitle'), hint: t('bills.emptyHint') }}
    />
  );
}

/** A filter of the address, when it is one of the service's values. */
function known<K extends string, V extends string>(key: K, values: readonly V[], value: string | undefined) {
  const found = values.find((each) => each === value);
  return (found ? { [key]: found } : {}) as Partial<Record<K, V>>;
}

function Actions() {
  const { t } = useTranslation();
  const may = useMay();
  if (!may('accounting.bills.write')) return null;
  return (
    <>
      <Button component={Link} to="/bills/credit" variant="default" leftSection={<IconReceiptRefund size={15} />}>
        {t('screens.newSupplierCredit')}
      </Button>
      <Button component={Link} to="/bills/new" leftSection={<IconPlus size={15} />}>
        {t('screens.newBill')}
      </Button>
    </>
  );
}

function EnteredBy({ subject }: { subject: string }) {
  return usePersonName(subject);
}
