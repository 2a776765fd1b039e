import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfPricing } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { StatusBadge } from '~/ui/StatusBadge';

import { ForWhom, Person } from '../shared/Names';
import { ImportButton } from './ImportButton';

type Head = OfPricing['PriceListHead'];
const STATES = ['reviewed', 'awaiting-approval', 'published', 'withdrawn'] as const;

/** Price lists: imported, compared with what holds, published. */
export default function PriceLists() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const columns: Column<Head>[] = [
    { key: 'name', title: t('pricing.name'), cell: (it) => it.name, text: (it) => it.name, onPhone: 'title' },
    {
      key: 'for',
      title: t('priceLists.forWhom'),
      cell: (it) => <ForWhom scope={it.scope} scopeKey={it.scope_key} />,
      text: (it) => it.scope_key || t('pricing.everybody'),
      onPhone: 'line',
    },
    {
      key: 'starts',
      title: t('priceLists.starts'),
      cell: (it) => format.date(it.effective_from),
      text: (it) => it.effective_from,
      onPhone: 'line',
    },
    {
      key: 'status',
      title: t('common.status'),
      cell: (it) => <StatusBadge list="priceListStatus" value={it.status} />,
      text: (it) => word('priceListStatus', it.status),
      onPhone: 'side',
    },
    {
      key: 'refused',
      title: t('priceLists.refused'),
      cell: (it) => (it.refused ? format.number(it.refused) : ''),
      text: (it) => String(it.refused),
      isFigure: true,
    },
    { key: 'currency', title: t('pricing.currency'), cell: (it) => it.currency, text: (it) => it.currency },
    {
      key: 'by',
      title: t('priceLists.createdBy'),
      cell: (it) => <Person subject={it.created_by} />,
      text: (it) => it.created_by,
    },
    {
      key: 'at',
      title: t('priceLists.createdAt'),
      cell: (it) => format.time(it.created_at),
      text: (it) => it.created_at,
      sort: 'created_at',
    },
  ];
  const filters: Filter[] = [
    {
      kind: 'choice',
      key: 'status',
      label: t('common.status'),
      options: STATES.map((value) => ({ value, label: word('priceListStatus', value) })),
    },
  ];
  return (
    <List
      id="price-lists"
      title={t('screens.priceLists')}
      columns={columns}
      filters={filters}
      defaultSort="-created_at"
      load={async ({ status }, asked) => {
        const known = STATES.find((each) => each === status);
        const query = { ...asked, ...(known ? { status: known } : {}) };
        return (await api.GET('/api/pricing/v1/price-lists', { params: { query } })).data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      rowPath={(it) => `/price-lists/${it.id}`}
      empty={{ title: t('priceLists.emptyTitle'), hint: t('priceLists.emptyHint') }}
      actions={<ImportButton />}
    />
  );
}
