import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { EachDialog } from '~/ui/bulk/EachDialog';
import type { Job } from '~/ui/bulk/job';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { partnerText } from '~/ui/list/texts';
import { PartnerName } from '~/ui/Name';

import { InvoiceBulk } from './InvoiceBulk';
import { InvoiceRun } from './InvoiceRun';
import { Owed } from './Owed';

type Invoice = OfAccounting['InvoiceHead'];

/** What customers were invoiced, and what of it is still owed. */
export default function Invoices() {
  const { t } = useTranslation();
  const format = useFormat();
  const [job, setJob] = useState<Job<Invoice> | null>(null);
  const columns: Column<Invoice>[] = [
    {
      key: 'number',
      title: t('common.number'),
      cell: (it) => it.number,
      text: (it) => it.number,
      sort: 'number',
      onPhone: 'title',
    },
    {
      key: 'customer',
      title: t('common.customer'),
      cell: (it) => <PartnerName id={it.customer_id} />,
      text: (it) => partnerText(it.customer_id),
      onPhone: 'line',
    },
    {
      key: 'order',
      title: t('invoices.order'),
      cell: (it) => it.sales_order_number || t('invoices.several'),
      text: (it) => it.sales_order_number,
    },
    {
      key: 'issued',
      title: t('invoices.issuedOn'),
      cell: (it) => format.date(it.issued_on),
      text: (it) => it.issued_on,
      sort: 'issued_on',
      onPhone: 'line',
    },
    { key: 'due', title: t('invoices.dueOn'), cell: (it) => format.date(it.due_on), text: (it) => it.due_on },
    {
      key: 'net',
      title: t('common.net'),
      cell: (it) => format.money(it.net_amount, it.currency),
      text: (it) => it.net_amount,
      isFigure: true,
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
      cell: (it) => <Owed invoice={it} />,
      text: (it) => it.open_amount,
      isFigure: true,
      onPhone: 'line',
    },
  ];
  const filters: Filter[] = [
    { kind: 'partner', key: 'customer_id', label: t('common.customer'), side: 'customer' },
    { kind: 'tick', key: 'open_only', label: t('invoices.openOnly') },
  ];
  return (
    <>
      <List
        id="invoices"
        title={t('screens.invoices')}
        columns={columns}
        filters={filters}
        defaultSort="-issued_on"
        load={async ({ customer_id, open_only }, asked) => {
          const query = { ...asked, ...(customer_id ? { customer_id } : {}), open_only: open_only === 'true' };
          const { data } = await api.GET('/api/accounting/v1/invoices', { params: { query } });
          return data ?? { items: [] };
        }}
        rowKey={(it) => it.id}
        rowPath={(it) => `/invoices/${it.id}`}
        actions={<InvoiceRun />}
        empty={{ title: t('invoices.emptyTitle'), hint: t('invoices.emptyHint') }}
        bulk={(rows, keep) => <InvoiceBulk invoices={rows} ask={setJob} keep={keep} />}
      />
      {job ? <EachDialog job={job} onClose={() => setJob(null)} /> : null}
    </>
  );
}
