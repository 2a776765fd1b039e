import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfInventory } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { partnerText, productText } from '~/ui/list/texts';
import { PartnerName, ProductName } from '~/ui/Name';

type Line = OfInventory['ExpectedOut'];

/** What suppliers still owe, line by line: each leads to its order's delivery. */
export default function Expected() {
  const { t } = useTranslation();
  const format = useFormat();
  const columns: Column<Line>[] = [
    {
      key: 'number',
      title: t('common.number'),
      cell: (it) => it.purchase_order_number,
      text: (it) => it.purchase_order_number,
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
      cell: (it) => <ProductName id={it.product_id} />,
      text: (it) => productText(it.product_id),
      onPhone: 'line',
    },
    { key: 'site', title: t('common.site'), cell: (it) => it.warehouse, text: (it) => it.warehouse },
    {
      key: 'on',
      title: t('buying.expectedOn'),
      cell: (it) => format.date(it.expected_on),
      text: (it) => it.expected_on,
      onPhone: 'line',
    },
    {
      key: 'outstanding',
      title: t('buying.outstanding'),
      cell: (it) => format.number(it.outstanding),
      text: (it) => it.outstanding,
      isFigure: true,
      onPhone: 'side',
    },
  ];
  const filters: Filter[] = [{ kind: 'partner', key: 'supplier_id', label: t('common.supplier'), side: 'supplier' }];
  return (
    <List
      id="expected"
      title={t('screens.expected')}
      columns={columns}
      filters={filters}
      load={async ({ supplier_id }, asked) =>
        (await api.GET('/api/inventory/v1/expected-receipts', { params: { query: { ...asked, supplier_id } } }))
          .data ?? {
          items: [],
        }
      }
      rowKey={(it) => it.id}
      rowPath={(it) => `/expected/${it.purchase_order_id}`}
      empty={{ title: t('receive.emptyTitle'), hint: t('receive.emptyHint') }}
    />
  );
}
