import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import type { OfInventory } from '~/api/schemas';
import type { Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';

import { PromiseDialog } from './PromiseDialog';
import { useStockColumns } from './useStockColumns';

type Level = OfInventory['StockOut'];

export default function Stock() {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Level | null>(null);
  const sites = hooks.useQuery('get', '/api/inventory/v1/warehouses', { params: { query: { limit: 100 } } });
  const columns = useStockColumns(setAsked);
  const filters: Filter[] = [
    { kind: 'search', key: 'sku', label: t('stock.search') },
    {
      kind: 'choice',
      key: 'warehouse',
      label: t('common.site'),
      options: (sites.data?.items ?? []).map((site) => ({ value: site.code, label: `${site.code} · ${site.name}` })),
    },
  ];
  return (
    <>
      <List
        id="stock"
        title={t('screens.stock')}
        columns={columns}
        filters={filters}
        load={async ({ sku, warehouse }, paging) => {
          const { data } = await api.GET('/api/inventory/v1/stock', {
            params: { query: { ...paging, sku, warehouse } },
          });
          return data ?? { items: [] };
        }}
        rowKey={(it) => `${it.product_id} ${it.warehouse}`}
        rowPath={(it) => `/products/${it.product_id}`}
        empty={{ title: t('stock.emptyTitle'), hint: t('stock.emptyHint') }}
      />
      <PromiseDialog level={asked} onClose={() => setAsked(null)} />
    </>
  );
}
