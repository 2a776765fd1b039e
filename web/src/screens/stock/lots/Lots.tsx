import { Badge } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { useFormat } from '~/i18n/useFormat';
import { EachDialog } from '~/ui/bulk/EachDialog';
import type { Job } from '~/ui/bulk/job';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { ProductName } from '~/ui/Name';

import { LotBulk, type Lot } from './LotBulk';

/** Lots and serial numbers. */
export default function Lots() {
  const { t } = useTranslation();
  const format = useFormat();
  const [job, setJob] = useState<Job<Lot> | null>(null);
  const columns: Column<Lot>[] = [
    { key: 'code', title: t('receive.lot'), cell: (it) => it.code, text: (it) => it.code, onPhone: 'title' },
    { key: 'sku', title: t('products.sku'), cell: (it) => it.sku, text: (it) => it.sku, onPhone: 'line' },
    {
      key: 'product',
      title: t('common.product'),
      cell: (it) => <ProductName id={it.product_id} />,
      text: (it) => it.sku,
      onPhone: 'line',
    },
    {
      key: 'expires',
      title: t('receive.expiresOn'),
      cell: (it) => format.date(it.expires_on),
      text: (it) => it.expires_on,
      onPhone: 'line',
    },
    {
      key: 'blocked',
      title: t('common.status'),
      cell: (it) => (it.is_blocked ? <Badge color="red">{t('lots.blocked')}</Badge> : null),
      text: (it) => (it.is_blocked ? t('lots.blocked') : ''),
    },
    {
      key: 'there',
      title: t('stock.onHand'),
      cell: (it) => format.number(it.on_hand),
      text: (it) => it.on_hand,
      isFigure: true,
      onPhone: 'side',
    },
  ];
  const filters: Filter[] = [
    { kind: 'search', key: 'code', label: t('lots.search') },
    { kind: 'tick', key: 'in_stock', label: t('lots.inStock') },
  ];
  return (
    <>
      <List
        id="lots"
        title={t('screens.lots')}
        columns={columns}
        filters={filters}
        load={async ({ code, in_stock }, asked) => {
          const query = { ...asked, code, in_stock: in_stock === 'true' };
          return (await api.GET('/api/inventory/v1/lots', { params: { query } })).data ?? { items: [] };
        }}
        rowKey={(it) => it.id}
        rowPath={(it) => `/lots/${it.id}`}
        empty={{ title: t('lots.emptyTitle'), hint: t('lots.emptyHint') }}
        bulk={(rows, keep) => <LotBulk lots={rows} ask={setJob} keep={keep} />}
      />
      {job ? <EachDialog job={job} onClose={() => setJob(null)} /> : null}
    </>
  );
}
