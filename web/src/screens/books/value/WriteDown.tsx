import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import type { Column } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { ProductName } from '~/ui/Name';

type Line = OfAccounting['WriteDownLineOut'];

/** One write-down, product by product: what is slow, what it is worth, what the rules ask for. */
export default function WriteDown() {
  const { t } = useTranslation();
  const format = useFormat();
  const { id = '' } = useParams();
  const money = (key: 'value' | 'required' | 'written_down', title: string): Column<Line> => ({
    key,
    title,
    cell: (it) => format.money(it[key]),
    text: (it) => it[key],
    isFigure: true,
    onPhone: key === 'required' ? 'side' : 'line',
  });
  const columns: Column<Line>[] = [
    {
      key: 'product',
      title: t('common.product'),
      cell: (it) => <ProductName id={it.product_id} isLink={false} />,
      text: (it) => it.sku,
      onPhone: 'title',
    },
    { key: 'sku', title: t('value.sku'), cell: (it) => it.sku ?? '–', text: (it) => it.sku, onPhone: 'line' },
    {
      key: 'quantity',
      title: t('value.slowQuantity'),
      cell: (it) => format.number(it.quantity),
      text: (it) => it.quantity,
      isFigure: true,
      onPhone: 'line',
    },
    money('value', t('value.value')),
    money('written_down', t('value.writtenDown')),
    money('required', t('value.required')),
  ];
  return (
    <List
      id="write-down-lines"
      title={t('screens.writeDown')}
      columns={columns}
      load={async (_, asked) => {
        const { data } = await api.GET('/api/accounting/v1/write-downs/{proposal_id}/lines', {
          params: { path: { proposal_id: id }, query: asked },
        });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.product_id}
      rowPath={(it) => `/stock-value/${it.product_id}`}
    />
  );
}
