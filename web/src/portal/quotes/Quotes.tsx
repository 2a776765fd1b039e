import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import type { Column } from '~/ui/list/column';
import { List } from '~/ui/list/List';

type Offer = OfSales['OfferSummary'];

export default function Quotes() {
  const { t } = useTranslation();
  const format = useFormat();
  const columns: Column<Offer>[] = [
    {
      key: 'number',
      title: t('common.number'),
      cell: (it) => `${it.number} / ${it.edition}`,
      text: (it) => it.number,
      sort: 'number',
      onPhone: 'title',
    },
    {
      key: 'until',
      title: t('portal.quotes.until'),
      cell: (it) => format.date(it.valid_until),
      text: (it) => it.valid_until,
      sort: 'valid_until',
      onPhone: 'line',
    },
    {
      key: 'status',
      title: t('common.status'),
      cell: (it) => <Badge>{t(`portal.quotes.states.${it.status}`)}</Badge>,
      text: (it) => t(`portal.quotes.states.${it.status}`),
      onPhone: 'line',
    },
    {
      key: 'net',
      title: t('common.net'),
      cell: (it) => format.money(it.net, it.currency),
      text: (it) => it.net,
      sort: 'net',
      isFigure: true,
      onPhone: 'side',
    },
  ];
  return (
    <List
      id="shop-quotes"
      title={t('portal.menu.quotes')}
      columns={columns}
      defaultSort="-created_at"
      load={async (_, asked) => {
        const { data } = await api.GET('/api/sales/v1/offers', { params: { query: asked } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => `${it.offer_id}.${it.edition}`}
      rowPath={(it) => `/quotes/${it.offer_id}`}
      empty={{ title: t('portal.quotes.empty'), hint: t('portal.quotes.emptyHint') }}
    />
  );
}
