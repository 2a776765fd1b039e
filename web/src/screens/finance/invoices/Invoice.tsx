import { Anchor, Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { Table } from '~/ui/list/Table';
import { PartnerName } from '~/ui/Name';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { PaperButton } from '~/ui/PaperButton';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';

import { CreditNote } from './CreditNote';
import { Life } from './Life';
import { Owed } from './Owed';

type Details = OfAccounting['InvoiceOut'];

export default function Invoice() {
  const { t } = useTranslation();
  const format = useFormat();
  const { id = '' } = useParams();
  const params = { path: { invoice_id: id } };
  const query = hooks.useQuery('get', '/api/accounting/v1/invoices/{invoice_id}', { params });
  const { data: invoice, error } = query;
  const life = hooks.useQuery('get', '/api/accounting/v1/invoices/{invoice_id}/life', { params });
  const current = life.data?.document_id ?? id; // the last issue is what counts
  useDocumentName(invoice?.number);
  if (error) return <PageTrouble title={t('screens.invoice')} error={error} onRetry={() => void query.refetch()} />;
  if (!invoice) return <PageSkeleton />;
  return (
    <Page
      title={invoice.number}
      badges={<Owed invoice={invoice} />}
      note={
        <>
          <PartnerName id={invoice.customer_id} /> · {format.date(invoice.issued_on)}
        </>
      }
      actions={
        <>
          <CreditNote invoice={invoice} />
          <PaperButton
            name={`${life.data?.number ?? invoice.number}.pdf`}
            load={() =>
              api.GET('/api/accounting/v1/invoices/{document_id}/paper', {
                params: { path: { document_id: current } },
                parseAs: 'blob',
              })
            }
          />
        </>
      }
    >
      <Columns
        main={
          <>
            <Lines invoice={invoice} />
            <Taxes invoice={invoice} />
          </>
        }
        aside={
          <>
            <Amounts invoice={invoice} />
            <Life id={id} number={invoice.number} />
          </>
        }
      />
    </Page>
  );
}

function Lines({ invoice }: { invoice: Details }) {
  const { t } = useTranslation();
  const format = useFormat();
  const charges = invoice.charges.map((it) => ({
    id: it.id,
    description: it.label,
    quantity: null,
    unit_price: null,
    tax_rate: it.tax_rate,
    net_amount: it.net_amount,
  }));
  const rows = [...invoice.lines, ...charges];
  return (
    <Card title={t('orders.lines')} side={<Badge color="gray">{rows.length}</Badge>} isFlush>
      <Table
        label={t('orders.lines')}
        rows={rows}
        rowKey={(it) => it.id}
        columns={[
          {
            key: 'what',
            title: t('common.product'),
            cell: (it) => it.description,
            text: () => '',
            onPhone: 'title',
          },
          {
            key: 'quantity',
            title: t('common.quantity'),
            cell: (it) => format.number(it.quantity),
            text: () => '',
            isFigure: true,
            onPhone: 'line',
          },
          {
            key: 'price',
            title: t('common.unitPrice'),
            cell: (it) => format.money(it.unit_price, invoice.currency),
            text: () => '',
            isFigure: true,
          },
          {
            key: 'tax',
            title: t('orders.tax'),
            cell: (it) => format.rate(it.tax_rate),
            text: () => '',
            isFigure: true,
          },
          {
            key: 'net',
            title: t('common.net'),
            cell: (it) => format.money(it.net_amount, invoice.currency),
            text: () => '',
            isFigure: true,
            onPhone: 'side',
          },
        ]}
      />
    </Card>
  );
}

function Taxes({ invoice }: { invoice: Details }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Card title={t('invoices.vat')} isFlush>
      <Table
        label={t('invoices.vat')}
        rows={invoice.vat}
        rowKey={(it) => `${it.category} ${it.rate} ${it.reason_code}`}
        columns={[
          {
            key: 'rate',
            title: t('invoices.rate'),
            cell: (it) => (it.reason ? `${format.rate(it.rate)} – ${it.reason}` : format.rate(it.rate)),
            text: () => '',
            onPhone: 'title',
          },
          {
            key: 'base',
            title: t('common.net'),
            cell: (it) => format.money(it.base, invoice.currency),
            text: () => '',
            isFigure: true,
            onPhone: 'line',
          },
          {
            key: 'tax',
            title: t('orders.tax'),
            cell: (it) => format.money(it.tax, invoice.currency),
            text: () => '',
            isFigure: true,
            onPhone: 'side',
          },
        ]}
      />
    </Card>
  );
}

function Amounts({ invoice }: { invoice: Details }) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = (value: string) => format.money(value, invoice.currency);
  return (
    <Card title={t('orders.amounts')}>
      <Facts
        rows={[
          [t('common.net'), money(invoice.net_amount)],
          [t('orders.tax'), money(invoice.tax_amount)],
          [t('common.gross'), <b key="gross">{money(invoice.gross_amount)}</b>],
          [t('invoices.prepaid'), Number(invoice.prepaid_amount) ? money(invoice.prepaid_amount) : null],
          [t('invoices.open'), money(invoice.open_amount)],
          [t('invoices.dueOn'), format.date(invoice.due_on)],
          [
            t('invoices.discount'),
            invoice.discount_amount &&
              t('invoices.discountUntil', {
                amount: money(invoice.discount_amount),
                day: format.date(invoice.discount_until),
              }),
          ],
          [
            t('invoices.order'),
            invoice.sales_order_id && (
              <Anchor component={Link} to={`/orders/${invoice.sales_order_id}`} size="md">
                {invoice.sales_order_number}
              </Anchor>
            ),
          ],
        ]}
      />
    </Card>
  );
}
