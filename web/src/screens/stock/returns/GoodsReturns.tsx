import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { usePersonName } from '~/api/people';
import type { OfInventory } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { partnerText } from '~/ui/list/texts';
import { PartnerName } from '~/ui/Name';

type Return = OfInventory['ReturnHead'];

const KINDS = ['customer', 'supplier'] as const;

/** Goods that came back from customers, and goods that went back to suppliers. */
export default function GoodsReturns() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const columns: Column<Return>[] = [
    { key: 'number', title: t('common.number'), cell: (it) => it.number, text: (it) => it.number, onPhone: 'title' },
    {
      key: 'kind',
      title: t('goodsReturns.kind'),
      cell: (it) => word('returnKind', it.kind),
      text: (it) => word('returnKind', it.kind),
      onPhone: 'side',
    },
    {
      key: 'partner',
      title: t('payments.partner'),
      cell: (it) => <PartnerName id={it.partner_id} />,
      text: (it) => partnerText(it.partner_id),
      onPhone: 'line',
    },
    { key: 'site', title: t('common.site'), cell: (it) => it.warehouse, text: (it) => it.warehouse },
    { key: 'ref', title: t('payments.reference'), cell: (it) => it.reference, text: (it) => it.reference },
    {
      key: 'by',
      title: t('receipts.postedBy'),
      cell: (it) => <Person subject={it.posted_by} />,
      text: (it) => it.posted_by,
    },
    {
      key: 'at',
      title: t('common.date'),
      cell: (it) => format.time(it.occurred_at),
      text: (it) => it.occurred_at,
      sort: 'occurred_at',
      onPhone: 'line',
    },
  ];
  const filters: Filter[] = [
    {
      kind: 'choice',
      key: 'kind',
      label: t('goodsReturns.kind'),
      options: KINDS.map((value) => ({ value, label: word('returnKind', value) })),
    },
  ];
  return (
    <List
      id="goods-returns"
      title={t('screens.goodsReturns')}
      columns={columns}
      filters={filters}
      defaultSort="-occurred_at"
      load={async ({ kind }, asked) => {
        const query = { ...asked, kind: kind as (typeof KINDS)[number] | undefined };
        return (await api.GET('/api/inventory/v1/returns', { params: { query } })).data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      rowPath={(it) => `/goods-returns/${it.id}`}
      empty={{ title: t('goodsReturns.emptyTitle'), hint: t('goodsReturns.emptyHint') }}
    />
  );
}

function Person({ subject }: { subject: string }) {
  return usePersonName(subject);
}
