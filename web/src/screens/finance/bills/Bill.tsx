import { Alert, Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { hooks } from '~/api/client';
import { usePersonName } from '~/api/people';
import type { OfAccounting } from '~/api/schemas';
import { useAccounts } from '~/screens/books/ledger/useAccounts';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Table } from '~/ui/list/Table';
import { PartnerName } from '~/ui/Name';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';

import { BillActions } from './BillActions';
import { BillAside } from './BillAside';
import { BillLines } from './BillLines';
import { BillState } from './BillState';
import { Disputes } from './Disputes';

/** One bill of a supplier: what it bills against what came, what was said of it, what it posted and what is paid. */
export default function Bill() {
  const { t } = useTranslation();
  const format = useFormat();
  const { id = '' } = useParams();
  const query = hooks.useQuery('get', '/api/accounting/v1/supplier-bills/{bill_id}/story', {
    params: { path: { bill_id: id } },
  });
  const { data: bill, error } = query;
  const by = usePersonName(bill?.entered_by ?? '');
  useDocumentName(bill?.number ?? bill?.supplier_number);
  if (error) return <PageTrouble title={t('screens.bill')} error={error} onRetry={() => void query.refetch()} />;
  if (!bill) return <PageSkeleton />;
  return (
    <Page
      title={bill.number ? `${bill.number} · ${bill.supplier_number}` : bill.supplier_number}
      badges={<BillState bill={bill} />}
      note={
        <>
          <PartnerName id={bill.supplier_id} /> · {format.date(bill.billed_on)} · {t('bills.enteredBy')} {by}
        </>
      }
      actions={<BillActions bill={bill} />}
    >
      <Cancelled bill={bill} />
      <Columns
        main={
          <>
            <Disputes bill={bill} />
            <BillLines bill={bill} />
            <Charges bill={bill} />
            <Taxes bill={bill} />
          </>
        }
        aside={<BillAside bill={bill} />}
      />
    </Page>
  );
}

type Shown = OfAccounting['BillStoryOut'];

function Cancelled({ bill }: { bill: Shown }) {
  const { t } = useTranslation();
  const format = useFormat();
  const by = usePersonName(bill.cancelled_by ?? '');
  if (!bill.cancelled_on) return null;
  return (
    <Alert mb="md" color="red" title={t('bills.cancelledOn', { day: format.date(bill.cancelled_on), by })}>
      {bill.cancel_reason}
    </Alert>
  );
}

function Charges({ bill }: { bill: Shown }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = new Map(useAccounts().map((it) => [it.value, it.label]));
  if (bill.charges.length === 0) return null;
  return (
    <Card title={t('bills.charges')} side={<Badge color="gray">{bill.charges.length}</Badge>} isFlush>
      <Table
        label={t('bills.charges')}
        rows={bill.charges.map((it, position) => ({ ...it, key: String(position) }))}
        rowKey={(it) => it.key}
        columns={[
          { key: 'label', title: t('ledger.label'), cell: (it) => it.label, text: () => '', onPhone: 'title' },
          {
            key: 'account',
            title: t('ledger.account'),
            cell: (it) => names.get(it.account) ?? it.account,
            text: () => '',
            onPhone: 'line',
          },
          {
            key: 'net',
            title: t('common.net'),
            cell: (it) => format.money(it.net_amount, bill.currency),
            text: () => '',
            isFigure: true,
            onPhone: 'side',
          },
        ]}
      />
    </Card>
  );
}

function Taxes({ bill }: { bill: Shown }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const name = bill.tax_class ? word('taxClass', bill.tax_class) : '';
  if (bill.taxes.length === 0) return null;
  return (
    <Card title={t('invoices.vat')} isFlush>
      <Table
        label={t('invoices.vat')}
        rows={bill.taxes}
        rowKey={(it) => it.rate}
        columns={[
          {
            key: 'rate',
            title: t('invoices.rate'),
            cell: (it) => [format.rate(it.rate), name].filter(Boolean).join(' '),
            text: () => '',
            onPhone: 'title',
          },
          {
            key: 'base',
            title: t('common.net'),
            cell: (it) => format.money(it.base, bill.currency),
            text: () => '',
            isFigure: true,
            onPhone: 'line',
          },
          {
            key: 'tax',
            title: t('orders.tax'),
            cell: (it) => format.money(it.tax, bill.currency),
            text: () => '',
            isFigure: true,
            onPhone: 'side',
          },
        ]}
      />
    </Card>
  );
}
