import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { UploadButton } from '~/ui/form/UploadButton';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { StatusBadge } from '~/ui/StatusBadge';

type Head = OfAccounting['ReceivedHead'];
type Status = Head['status'];

const STATUSES: readonly Status[] = ['received', 'refused', 'entered', 'rejected'];

/** Electronic invoices of suppliers: dropped here, or come by the platform. */
export default function Received() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const columns: Column<Head>[] = [
    {
      key: 'number',
      title: t('common.number'),
      cell: (it) => it.number || t('received.unreadable'),
      text: (it) => it.number,
      onPhone: 'title',
    },
    {
      key: 'seller',
      title: t('common.supplier'),
      cell: (it) => it.seller_name || '–',
      text: (it) => it.seller_name,
      onPhone: 'line',
    },
    {
      key: 'issued',
      title: t('invoices.issuedOn'),
      cell: (it) => format.date(it.issued_on),
      text: (it) => it.issued_on,
      onPhone: 'line',
    },
    {
      key: 'received',
      title: t('received.receivedAt'),
      cell: (it) => format.time(it.received_at),
      text: (it) => it.received_at,
      sort: 'received_at',
    },
    {
      key: 'matched',
      title: t('received.matched'),
      cell: (it) => `${it.matched_count} / ${it.line_count}`,
      text: (it) => `${it.matched_count}/${it.line_count}`,
      isFigure: true,
    },
    {
      key: 'gross',
      title: t('common.gross'),
      cell: (it) => (it.currency ? format.money(it.gross_amount, it.currency) : '–'),
      text: (it) => it.gross_amount,
      isFigure: true,
      onPhone: 'side',
    },
    {
      key: 'status',
      title: t('common.status'),
      cell: (it) => <StatusBadge list="receivedStatus" value={it.status} />,
      text: (it) => word('receivedStatus', it.status),
      onPhone: 'line',
    },
  ];
  const filters: Filter[] = [
    {
      kind: 'choice',
      key: 'status',
      label: t('common.status'),
      options: STATUSES.map((value) => ({ value, label: word('receivedStatus', value) })),
    },
    { kind: 'partner', key: 'supplier_id', label: t('common.supplier'), side: 'supplier' },
  ];
  return (
    <List
      id="received-invoices"
      title={t('screens.received')}
      columns={columns}
      filters={filters}
      defaultSort="-received_at"
      load={async ({ status, supplier_id }, asked) => {
        const wanted = STATUSES.find((each) => each === status);
        const query = { ...asked, ...(wanted ? { status: wanted } : {}), ...(supplier_id ? { supplier_id } : {}) };
        const { data } = await api.GET('/api/accounting/v1/received-invoices', { params: { query } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      rowPath={(it) => `/received-invoices/${it.id}`}
      actions={<Upload />}
      empty={{ title: t('received.emptyTitle'), hint: t('received.emptyHint') }}
    />
  );
}

function Upload() {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  if (!may('accounting.bills.write')) return null;
  return (
    <UploadButton
      label={t('received.upload')}
      accept=".pdf,.xml,application/pdf,application/xml,text/xml"
      refused={(name) => t('received.notTaken', { name })}
      onFile={async (file) => {
        const { data } = await api.POST('/api/accounting/v1/received-invoices', {
          params: { query: { name: file.name } },
          body: file as unknown as string, // the bytes themselves
          bodySerializer: (content: unknown) => content as BodyInit,
          headers: { 'Content-Type': 'application/octet-stream' },
        });
        if (data) await navigate(`/received-invoices/${data.id}`);
      }}
    />
  );
}
