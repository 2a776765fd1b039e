import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { isDay } from '~/ui/days';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { partnerText, productText } from '~/ui/list/texts';
import { PartnerName, ProductName } from '~/ui/Name';

type Line = OfAccounting['ExpectedOut'];

const LATE_DAYS = 30;
const VERY_LATE_DAYS = 60;

/** Account 4081 line by line: what came and is not billed, or was billed and went back, and for how long. */
export default function GrIr() {
  const { t } = useTranslation();
  const format = useFormat();
  const age = (days: number) => (days > VERY_LATE_DAYS ? 'red' : days > LATE_DAYS ? 'orange' : 'gray');
  const columns: Column<Line>[] = [
    {
      key: 'receipt',
      title: t('grIr.receipt'),
      cell: (it) => it.receipt_number,
      text: (it) => it.receipt_number,
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
      key: 'product',
      title: t('common.product'),
      cell: (it) => <ProductName id={it.product_id} isLink={false} />,
      text: (it) => productText(it.product_id),
      onPhone: 'line',
    },
    {
      key: 'received',
      title: t('grIr.receivedOn'),
      cell: (it) => format.date(it.received_on),
      text: (it) => it.received_on,
      sort: 'received_on',
    },
    {
      key: 'age',
      title: t('grIr.age'),
      cell: (it) => <Badge color={age(it.days)}>{t('grIr.days', { count: it.days })}</Badge>,
      text: (it) => String(it.days),
      isFigure: true,
      onPhone: 'line',
    },
    {
      key: 'quantity',
      title: t('common.quantity'),
      cell: (it) => format.number(it.open_quantity),
      text: (it) => it.open_quantity,
      isFigure: true,
    },
    {
      key: 'amount',
      title: t('grIr.amount'),
      cell: (it) => format.money(it.open_amount, it.currency),
      text: (it) => it.open_amount,
      isFigure: true,
    },
    {
      key: 'value',
      title: t('grIr.value'),
      cell: (it) => <b>{format.money(it.open_value)}</b>,
      text: (it) => it.open_value,
      isFigure: true,
      onPhone: 'side',
    },
  ];
  const filters: Filter[] = [
    { kind: 'partner', key: 'supplier_id', label: t('common.supplier'), side: 'supplier' },
    { kind: 'tick', key: 'debit_notes_only', label: t('grIr.debitNotesOnly') },
    { kind: 'day', key: 'on', label: t('grIr.on') },
  ];
  return (
    <List
      id="gr-ir"
      title={t('screens.grIr')}
      columns={columns}
      filters={filters}
      defaultSort="received_on"
      load={async ({ supplier_id, debit_notes_only, on }, asked) => {
        const query = {
          ...asked,
          debit_notes_only: debit_notes_only === 'true',
          ...(supplier_id ? { supplier_id } : {}),
          ...(on && isDay(on) ? { on } : {}),
        };
        const { data } = await api.GET('/api/accounting/v1/gr-ir/lines', { params: { query } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.receipt_line_id}
      rowPath={(it) => `/purchase-orders/${it.purchase_order_id}`}
      empty={{ title: t('grIr.emptyTitle'), hint: t('grIr.emptyHint') }}
    />
  );
}
