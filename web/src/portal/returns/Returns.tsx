import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import type { Column } from '~/ui/list/column';
import { List } from '~/ui/list/List';

type Return = OfSales['ReturnSummary'];

export default function Returns() {
  const { t } = useTranslation();
  const format = useFormat();
  const columns: Column<Return>[] = [
    { key: 'number', title: t('common.number'), cell: (it) => it.number, text: (it) => it.number, onPhone: 'title' },
    {
      key: 'asked',
      title: t('portal.returns.on'),
      cell: (it) => format.date(it.created_at),
      text: (it) => it.created_at,
      sort: 'created_at',
      onPhone: 'side',
    },
    {
      key: 'status',
      title: t('common.status'),
      cell: (it) => <Badge>{t(`portal.returns.states.${it.status}`)}</Badge>,
      text: (it) => t(`portal.returns.states.${it.status}`),
      onPhone: 'line',
    },
    {
      key: 'wants',
      title: t('portal.returns.wants'),
      cell: (it) => t(`portal.returns.${it.wants}`),
      text: (it) => it.wants,
      onPhone: 'line',
    },
    { key: 'comment', title: t('portal.returns.comment'), cell: (it) => it.comment, text: (it) => it.comment },
  ];
  return (
    <List
      id="shop-returns"
      title={t('portal.menu.returns')}
      columns={columns}
      defaultSort="-created_at"
      load={async (_, asked) => {
        const { data } = await api.GET('/api/sales/v1/returns', { params: { query: asked } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      rowPath={(it) => `/orders/${it.order_id}`}
      empty={{ title: t('portal.returns.empty'), hint: t('portal.returns.emptyHint') }}
    />
  );
}
