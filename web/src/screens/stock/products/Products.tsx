import { Button } from '@mantine/core';
import { IconPlus, IconUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api, hooks } from '~/api/client';
import type { OfCatalog } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { StatusBadge } from '~/ui/StatusBadge';
import { useUnit } from '~/ui/useUnit';

import { BulkEdit } from './BulkEdit';
import { ProductLabels } from './ProductLabels';

type Product = OfCatalog['ProductOut'];

const STATES = ['active', 'blocked', 'discontinued'] as const;

export default function Products() {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const unit = useUnit();
  const mayWrite = useMay()('catalog.products.write');
  const families = hooks.useQuery('get', '/api/catalog/v1/families', { params: { query: { limit: 200 } } });
  const familyName = new Map(families.data?.items.map((family) => [family.code, family.name]));
  const name = (it: Product) => (i18n.language === 'fr' ? it.name_fr : it.name_en);
  const family = (it: Product) => familyName.get(it.family_code) ?? it.family_code;
  const columns: Column<Product>[] = [
    { key: 'sku', title: t('products.sku'), cell: (it) => it.sku, text: (it) => it.sku, sort: 'sku', onPhone: 'side' },
    {
      key: 'name',
      title: t('products.name'),
      cell: name,
      text: name,
      ...(i18n.language === 'fr' ? { sort: 'name_fr' } : {}),
      onPhone: 'title',
    },
    { key: 'family', title: t('products.family'), cell: family, text: family, onPhone: 'line' },
    {
      key: 'status',
      title: t('common.status'),
      cell: (it) => <StatusBadge list="productStatus" value={it.status} />,
      text: (it) => word('productStatus', it.status),
      onPhone: 'line',
    },
    { key: 'uom', title: t('products.uom'), cell: (it) => unit(it.stock_uom), text: (it) => unit(it.stock_uom) },
    {
      key: 'packagings',
      title: t('products.packagings'),
      cell: (it) => it.packagings.map((each) => each.code).join(', '),
      text: (it) => it.packagings.map((each) => each.code).join(', '),
    },
    {
      key: 'costing',
      title: t('products.costing'),
      cell: (it) => it.costing_method && word('costingMethod', it.costing_method),
      text: (it) => it.costing_method && word('costingMethod', it.costing_method),
    },
    {
      key: 'tracking',
      title: t('products.tracking'),
      cell: (it) => (it.tracking === 'none' ? '' : word('tracking', it.tracking)),
      text: (it) => (it.tracking === 'none' ? '' : word('tracking', it.tracking)),
      isHidden: true,
    },
    {
      key: 'weight',
      title: t('products.weight'),
      cell: (it) => format.number(it.weight_kg, 3),
      text: (it) => it.weight_kg,
      isFigure: true,
    },
  ];
  const filters: Filter[] = [
    { kind: 'search', key: 'q', label: t('products.search') },
    {
      kind: 'choice',
      key: 'family',
      label: t('products.family'),
      options: (families.data?.items ?? []).map((each) => ({ value: each.code, label: each.name })),
    },
    {
      kind: 'choice',
      key: 'status',
      label: t('common.status'),
      options: STATES.map((value) => ({ value, label: word('productStatus', value) })),
    },
  ];
  return (
    <List
      id="products"
      title={t('screens.products')}
      columns={columns}
      filters={filters}
      defaultSort="sku"
      load={async ({ q, family: code, status }, asked) => {
        const query = { ...asked, q, family: code, status: status as Product['status'] | undefined };
        const { data } = await api.GET('/api/catalog/v1/products', { params: { query } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      rowPath={(it) => `/products/${it.id}`}
      empty={{ title: t('products.emptyTitle'), hint: t('products.emptyHint') }}
      actions={
        mayWrite ? (
          <>
            <Button component={Link} to="/imports" variant="default" leftSection={<IconUpload size={15} />}>
              {t('screens.imports')}
            </Button>
            <Button component={Link} to="/products/new" leftSection={<IconPlus size={15} />}>
              {t('screens.newProduct')}
            </Button>
          </>
        ) : null
      }
      bulk={(rows, clear) => (
        <>
          <ProductLabels products={rows} />
          {mayWrite ? <BulkEdit products={rows} families={families.data?.items ?? []} onDone={clear} /> : null}
        </>
      )}
    />
  );
}
