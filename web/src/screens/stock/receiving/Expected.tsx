import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfInventory } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import type { Column } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { partnerText, productText } from '~/ui/list/texts';
import { PartnerName, ProductName } from '~/ui/Name';

type Expected = OfInventory['ExpectedOut'];

/** What suppliers owe us, line by line; a line leads to the reception of its order. */
export default function ExpectedGoods() {
  const { t } = useTranslation();
  const format = useFormat();
  const columns: Column<Expected>[] = [
    {
      key: 'order',
      title: t('receiving.order'),
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
      key: 'expected',
      title: t('buying.expectedOn'),
      cell: (it) => format.date(it.expected_on),
      text: (it) => it.expected_on,
      onPhone: 'line',
    },
    {
      key: 'received',
      title: t('buying.received'),
      cell: (it) => format.number(it.received),
      text: (it) => it.received,
      isFigure: true,
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
  return (
    <List
      id="expected"
      title={t('screens.expected')}
      columns={columns}
      load={async (_, asked) => {
        const { data } = await api.GET('/api/inventory/v1/expected-receipts', { params: { query: asked } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      rowPath={(it) => `/expected/${it.purchase_order_id}`}
      empty={{ title: t('receiving.emptyTitle'), hint: t('receiving.emptyHint') }}
    />
  );
}
