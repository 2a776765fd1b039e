import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import type { Column } from '~/ui/list/column';
import { List } from '~/ui/list/List';

import { Downloads } from './Downloads';

type Invoice = OfAccounting['InvoiceHead'];

export default function Invoices() {
  const { t } = useTranslation();
  const format = useFormat();
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
      key: 'order',
      title: t('invoices.order'),
      cell: (it) => it.sales_order_number,
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
    {
      key: 'due',
      title: t('invoices.dueOn'),
      cell: (it) => format.date(it.due_on),
      text: (it) => it.due_on,
      onPhone: 'line',
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
      onPhone: 'line',
    },
    {
      key: 'files',
      title: t('portal.invoices.files'),
      cell: (it) => <Downloads kind="invoices" id={it.id} number={it.number} />,
      text: () => '',
      onPhone: 'line',
    },
  ];
  return (
    <List
      id="shop-invoices"
      title={t('portal.menu.invoices')}
      columns={columns}
      filters={[{ kind: 'tick', key: 'open_only', label: t('invoices.openOnly') }]}
      defaultSort="-issued_on"
      load={async ({ open_only }, asked) => {
        const query = { ...asked, open_only: open_only === 'true' };
        const { data } = await api.GET('/api/accounting/v1/invoices', { params: { query } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      empty={{ title: t('portal.invoices.empty'), hint: t('portal.invoices.emptyHint') }}
    />
  );
}
