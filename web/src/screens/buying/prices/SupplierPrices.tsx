import { Button } from '@mantine/core';
import { IconTrendingUp, IconUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api } from '~/api/client';
import type { OfPurchasing } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { partnerText, productText } from '~/ui/list/texts';
import { PartnerName, ProductName } from '~/ui/Name';

type Price = OfPurchasing['SupplierPriceOut'];

/** What suppliers ask today. */
export default function SupplierPrices() {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const columns: Column<Price>[] = [
    {
      key: 'product',
      title: t('common.product'),
      cell: (it) => <ProductName id={it.product_id} />,
      text: (it) => productText(it.product_id),
      onPhone: 'title',
    },
    {
      key: 'supplier',
      title: t('common.supplier'),
      cell: (it) => <PartnerName id={it.supplier_id} />,
      text: (it) => partnerText(it.supplier_id),
      onPhone: 'line',
    },
    { key: 'code', title: t('purchase.theirCode'), cell: (it) => it.supplier_sku, text: (it) => it.supplier_sku },
    {
      key: 'packaging',
      title: t('buying.packaging'),
      cell: (it) => it.packaging_code,
      text: (it) => it.packaging_code,
    },
    {
      key: 'from',
      title: t('supplierPrices.from'),
      cell: (it) => format.number(it.from_quantity),
      text: (it) => it.from_quantity,
      isFigure: true,
    },
    {
      key: 'lead',
      title: t('purchase.leadTime'),
      cell: (it) => t('products.leadTime', { days: it.lead_time_days }),
      text: (it) => String(it.lead_time_days),
      isFigure: true,
      onPhone: 'line',
    },
    {
      key: 'since',
      title: t('supplierPrices.since'),
      cell: (it) => format.date(it.effective_from),
      text: (it) => it.effective_from,
      sort: 'effective_from',
    },
    {
      key: 'price',
      title: t('common.unitPrice'),
      cell: (it) => format.money(it.unit_price, it.currency),
      text: (it) => it.unit_price,
      isFigure: true,
      onPhone: 'side',
    },
  ];
  const filters: Filter[] = [{ kind: 'partner', key: 'supplier_id', label: t('common.supplier'), side: 'supplier' }];
  const today = new Date().toISOString().slice(0, 10);
  return (
    <List
      id="supplier-prices"
      title={t('screens.supplierPrices')}
      columns={columns}
      filters={filters}
      defaultSort="-effective_from"
      load={async ({ supplier_id }, asked) => {
        const query = { ...asked, supplier_id, on: today };
        return (await api.GET('/api/purchasing/v1/supplier-prices', { params: { query } })).data ?? { items: [] };
      }}
      rowKey={(it) => [it.supplier_id, it.product_id, it.packaging_code, it.from_quantity, it.effective_from].join(' ')}
      actions={
        <>
          <Button
            component={Link}
            to="/supplier-prices/drift"
            variant="default"
            leftSection={<IconTrendingUp size={15} />}
          >
            {t('screens.priceDrift')}
          </Button>
          {may('purchasing.prices.write') ? (
            <Button component={Link} to="/supplier-prices/import" leftSection={<IconUpload size={15} />}>
              {t('screens.priceImport')}
            </Button>
          ) : null}
        </>
      }
      empty={{ title: t('supplierPrices.emptyTitle'), hint: t('supplierPrices.emptyHint') }}
    />
  );
}
