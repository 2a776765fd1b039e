import { Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';
import type { OfInventory } from '~/api/schemas';
import { Card } from '~/ui/Card';
import { Table } from '~/ui/list/Table';

import { PromiseDialog } from './PromiseDialog';
import { useStockColumns } from './useStockColumns';

type Level = OfInventory['StockOut'];

/** What there is of one product, at each site. */
export function StockTable({ productId }: { productId: string }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Level | null>(null);
  const columns = useStockColumns(setAsked).filter((column) => column.key !== 'sku' && column.key !== 'name');
  const stock = hooks.useQuery('get', '/api/inventory/v1/stock', {
    params: { query: { product_id: productId, limit: 100 } },
  });
  const rows = stock.data?.items ?? [];
  return (
    <Card title={t('products.stock')} isFlush>
      {stock.isSuccess && rows.length === 0 ? (
        <Text c="dimmed" px="md" pb="md">
          {t('stock.emptyTitle')}
        </Text>
      ) : (
        <Table
          label={t('products.stock')}
          rows={rows}
          columns={columns.map((column) => (column.key === 'site' ? { ...column, onPhone: 'title' } : column))}
          rowKey={(it) => it.warehouse}
        />
      )}
      <PromiseDialog level={asked} onClose={() => setAsked(null)} />
    </Card>
  );
}
