import { Alert, Badge, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { Table } from '~/ui/list/Table';
import { PartnerName } from '~/ui/Name';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { PaperButton } from '~/ui/PaperButton';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { StatusBadge } from '~/ui/StatusBadge';

import { ReceivedActions } from './ReceivedActions';
import { SupplierOf } from './SupplierOf';

type Details = OfAccounting['ReceivedOut'];

/** One electronic invoice of a supplier: what the rules say of it, and what its lines are taken for. */
export default function ReceivedInvoice() {
  const { t } = useTranslation();
  const format = useFormat();
  const { id = '' } = useParams();
  const params = { path: { invoice_id: id } };
  const query = hooks.useQuery('get', '/api/accounting/v1/received-invoices/{invoice_id}', { params });
  const { data: invoice, error } = query;
  useDocumentName(invoice?.number);
  if (error)
    return <PageTrouble title={t('screens.receivedInvoice')} error={error} onRetry={() => void query.refetch()} />;
  if (!invoice) return <PageSkeleton />;
  const money = (value: string) => format.money(value, invoice.currency || 'EUR');
  return (
    <Page
      title={invoice.number || t('received.unreadable')}
      badges={<StatusBadge list="receivedStatus" value={invoice.status} />}
      note={`${invoice.seller_name} · ${format.date(invoice.issued_on)}`}
      actions={
        <>
          <ReceivedActions invoice={invoice} />
          <PaperButton
            name={invoice.number || 'invoice'}
            label={t('received.original')}
            load={() => api.GET('/api/accounting/v1/received-invoices/{invoice_id}/file', { params, parseAs: 'blob' })}
          />
        </>
      }
    >
      <Findings invoice={invoice} />
      <Columns
        main={<Lines invoice={invoice} />}
        aside={
          <>
            <Card title={t('received.invoice')}>
              <Facts
                rows={[
                  [t('common.supplier'), invoice.supplier_id && <PartnerName id={invoice.supplier_id} />],
                  [t('received.orderNumber'), invoice.order_number],
                  [t('common.net'), money(invoice.net_amount)],
                  [t('orders.tax'), money(invoice.tax_amount)],
                  [t('common.gross'), <b key="gross">{money(invoice.gross_amount)}</b>],
                  [t('invoices.dueOn'), format.date(invoice.due_on)],
                  ['IBAN', invoice.iban],
                  [t('received.syntax'), [invoice.syntax, invoice.profile].filter(Boolean).join(' · ')],
                ]}
              />
              <SupplierOf invoice={invoice} />
            </Card>
            <Life id={id} />
          </>
        }
      />
    </Page>
  );
}

function Findings({ invoice }: { invoice: Details }) {
  const { t } = useTranslation();
  const { decision } = invoice;
  const findings = [...new Map(invoice.findings.map((it) => [`${it.rule} ${it.text}`, it])).entries()]; // each once
  if (findings.length === 0 && !decision) return null;
  const isRefused = invoice.status === 'refused';
  return (
    <Alert
      mb="md"
      color={isRefused ? 'red' : 'orange'}
      title={t(isRefused ? 'received.isRefused' : 'received.remarks')}
    >
      {findings.map(([key, it]) => (
        <Text key={key} size="sm">
          <b>{it.rule}</b> {it.text}
        </Text>
      ))}
      {decision ? <Text size="sm">{t('received.decided', { decision })}</Text> : null}
      {isRefused ? <Text size="sm">{t('received.refusedHint')}</Text> : null}
    </Alert>
  );
}

function Lines({ invoice }: { invoice: Details }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const match = (it: Details['lines'][number]) =>
    it.matched_by ? (
      <Badge color="green">{word('matchedBy', it.matched_by)}</Badge>
    ) : (
      <Badge color="orange">{word('unmatched', it.unmatched ?? '')}</Badge>
    );
  return (
    <Card title={t('orders.lines')} side={<Badge color="gray">{invoice.lines.length}</Badge>} isFlush>
      <Table
        label={t('orders.lines')}
        rows={invoice.lines}
        rowKey={(it) => String(it.position)}
        columns={[
          { key: 'name', title: t('common.product'), cell: (it) => it.name, text: () => '', onPhone: 'title' },
          {
            key: 'code',
            title: t('received.codes'),
            cell: (it) => [it.seller_sku, it.buyer_sku, it.gtin].filter(Boolean).join(' · ') || '–',
            text: () => '',
            onPhone: 'line',
          },
          {
            key: 'quantity',
            title: t('common.quantity'),
            cell: (it) => `${format.number(it.quantity)} ${it.unit}`,
            text: () => '',
            isFigure: true,
            onPhone: 'line',
          },
          {
            key: 'price',
            title: t('common.unitPrice'),
            cell: (it) => format.money(it.unit_price, invoice.currency || 'EUR'),
            text: () => '',
            isFigure: true,
          },
          {
            key: 'net',
            title: t('common.net'),
            cell: (it) => format.money(it.net_amount, invoice.currency || 'EUR'),
            text: () => '',
            isFigure: true,
            onPhone: 'side',
          },
          { key: 'match', title: t('received.match'), cell: match, text: () => '', onPhone: 'line' },
        ]}
      />
    </Card>
  );
}

/** What was said of it between us and the supplier. */
function Life({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = hooks.useQuery('get', '/api/accounting/v1/received-invoices/{invoice_id}/life', {
    params: { path: { invoice_id: id } },
  });
  const statuses = data?.statuses ?? [];
  if (statuses.length === 0) return null;
  return (
    <Card title={t('invoices.life')}>
      <Facts rows={statuses.map((it) => [format.time(it.at), it.reason ? `${it.label} – ${it.reason}` : it.label])} />
    </Card>
  );
}
