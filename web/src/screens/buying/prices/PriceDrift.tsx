import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfPurchasing } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { PartnerName, ProductName } from '~/ui/Name';

type Line = OfPurchasing['DriftLineOut'];
type Basis = 'list' | 'paid';

const BASES: readonly Basis[] = ['list', 'paid'];

/** How suppliers' prices moved in a year, the dearest first. */
export default function PriceDrift() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const columns: Column<Line>[] = [
    {
      key: 'product',
      title: t('common.product'),
      cell: (it) => <ProductName id={it.product_id} />,
      text: (it) => it.sku,
      onPhone: 'title',
    },
    {
      key: 'supplier',
      title: t('common.supplier'),
      cell: (it) => <PartnerName id={it.supplier_id} />,
      text: (it) => it.supplier_code,
      onPhone: 'line',
    },
    { key: 'family', title: t('products.family'), cell: (it) => it.family, text: (it) => it.family },
    {
      key: 'then',
      title: t('supplierPrices.then'),
      cell: (it) => format.money(it.price_then),
      text: (it) => it.price_then,
      isFigure: true,
    },
    {
      key: 'now',
      title: t('supplierPrices.now'),
      cell: (it) => format.money(it.price_now),
      text: (it) => it.price_now,
      isFigure: true,
      onPhone: 'line',
    },
    {
      key: 'index',
      title: t('supplierPrices.index'),
      cell: (it) =>
        it.index ? <Badge color={Number(it.index) > 100 ? 'red' : 'green'}>{format.number(it.index, 1)}</Badge> : '–',
      text: (it) => it.index,
      isFigure: true,
      onPhone: 'line',
    },
    {
      key: 'effect',
      title: t('supplierPrices.effect'),
      cell: (it) => format.money(it.yearly_effect),
      text: (it) => it.yearly_effect,
      sort: 'yearly_effect',
      isFigure: true,
      onPhone: 'side',
    },
  ];
  const filters: Filter[] = [
    {
      kind: 'choice',
      key: 'basis',
      label: t('supplierPrices.basis'),
      options: BASES.map((value) => ({ value, label: word('driftBasis', value) })),
    },
    { kind: 'partner', key: 'supplier_id', label: t('common.supplier'), side: 'supplier' },
  ];
  return (
    <List
      id="price-drift"
      title={t('screens.priceDrift')}
      columns={columns}
      filters={filters}
      defaultSort="-yearly_effect"
      load={async ({ supplier_id, basis }, asked) => {
        const query = { ...asked, supplier_id, basis: (basis as Basis | undefined) ?? 'list' };
        return (await api.GET('/api/purchasing/v1/cost-drift/lines', { params: { query } })).data ?? { items: [] };
      }}
      rowKey={(it) => `${it.supplier_id} ${it.product_id} ${it.packaging_code}`}
      empty={{ title: t('supplierPrices.noDrift'), hint: t('supplierPrices.noDriftHint') }}
    />
  );
}
