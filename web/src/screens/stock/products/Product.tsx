import { Button, Text } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import { hooks } from '~/api/client';
import type { OfCatalog } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { PartnerName } from '~/ui/Name';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { StatusBadge } from '~/ui/StatusBadge';
import { useUnit } from '~/ui/useUnit';

import { StockTable } from '../levels/StockTable';
import { Changes } from './Changes';
import { Movements } from './Movements';
import { ProductLabels } from './ProductLabels';
import { Substitutes } from './Substitutes';

type ProductOut = OfCatalog['ProductOut'];

export default function Product() {
  const { t, i18n } = useTranslation();
  const may = useMay();
  const { id = '' } = useParams();
  const params = { path: { product_id: id } };
  const query = hooks.useQuery('get', '/api/catalog/v1/products/{product_id}', { params });
  const { data: product, error } = query;
  const name = product && (i18n.language === 'fr' ? product.name_fr : product.name_en);
  useDocumentName(product?.sku);
  if (error) return <PageTrouble title={t('screens.product')} error={error} onRetry={() => void query.refetch()} />;
  if (!product) return <PageSkeleton />;
  return (
    <Page
      title={name}
      badges={<StatusBadge list="productStatus" value={product.status} />}
      note={`${product.sku} · ${product.family_code}`}
      actions={
        <>
          <ProductLabels products={[product]} />
          {may('catalog.products.write') ? (
            <Button
              component={Link}
              to={`/products/${id}/edit`}
              size="sm"
              variant="default"
              leftSection={<IconPencil size={16} />}
            >
              {t('record.edit')}
            </Button>
          ) : null}
        </>
      }
    >
      <Columns
        main={
          <>
            {may('inventory.stock.read') ? <StockTable productId={id} /> : null}
            <Packagings product={product} />
            {may('inventory.stock.read') ? <Movements product={id} /> : null}
            {product.suppliers.length > 0 ? <Suppliers product={product} /> : null}
            {product.substitutes.length > 0 ? <Substitutes substitutes={product.substitutes} /> : null}
            <Changes entity="product" id={id} />
          </>
        }
        aside={
          <>
            {may('pricing.costs.read') ? <Cost id={id} /> : null}
            <Record product={product} />
          </>
        }
      />
    </Page>
  );
}

function Packagings({ product }: { product: ProductOut }) {
  const { t } = useTranslation();
  const unit = useUnit();
  return (
    <Card title={t('products.packagings')}>
      <Facts
        rows={product.packagings.map((each) => [
          each.code,
          [
            `${each.numerator}${each.denominator && each.denominator > 1 ? `/${each.denominator}` : ''} ${unit(product.stock_uom)}`,
            each.gtin,
          ]
            .filter(Boolean)
            .join(' · '),
        ])}
      />
    </Card>
  );
}

function Suppliers({ product }: { product: ProductOut }) {
  const { t } = useTranslation();
  return (
    <Card title={t('products.suppliers')}>
      {product.suppliers.map((each) => (
        <Text size="md" key={`${each.supplier_id} ${each.supplier_sku}`} py={2}>
          <PartnerName id={each.supplier_id} /> · {each.supplier_sku} ·{' '}
          {t('products.leadTime', { days: each.lead_time_days })}
        </Text>
      ))}
    </Card>
  );
}

function Cost({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: cost } = hooks.useQuery('get', '/api/pricing/v1/costs/{product_id}', {
    params: { path: { product_id: id } },
  });
  if (!cost) return null;
  return (
    <Card title={t('products.cost')}>
      <Facts rows={[[format.date(cost.updated_at), <b key="cost">{format.money(cost.unit_cost)}</b>]]} />
    </Card>
  );
}

function Record({ product }: { product: ProductOut }) {
  const { t } = useTranslation();
  const format = useFormat();
  const unit = useUnit();
  const word = useWord();
  return (
    <Card title={t('products.identity')}>
      <Facts
        rows={[
          [t('products.uom'), unit(product.stock_uom)],
          [t('products.costing'), product.costing_method && word('costingMethod', product.costing_method)],
          [t('products.tracking'), product.tracking === 'none' ? null : word('tracking', product.tracking)],
          [t('products.weight'), product.weight_kg && format.number(product.weight_kg, 3)],
          [t('products.taxClass'), product.tax_class],
          [t('products.hs'), product.hs_code],
          ...Object.entries(product.attributes).map(([key, value]) => [key, value] as const),
        ]}
      />
    </Card>
  );
}
