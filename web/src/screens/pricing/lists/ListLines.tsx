import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfPricing } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { productText } from '~/ui/list/texts';
import { ProductName } from '~/ui/Name';
import { StatusBadge } from '~/ui/StatusBadge';

import { KINDS, VERDICTS } from './Summary';

type Line = OfPricing['PriceListLineOut'];

/** What a list changes, line by line. */
export function ListLines({ id, currency }: { id: string; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const money = (value: string | null) => format.money(value, currency);
  const columns: Column<Line>[] = [
    {
      key: 'product',
      title: t('common.product'),
      cell: (it) => <ProductName id={it.product_id} />,
      text: (it) => productText(it.product_id),
      onPhone: 'title',
    },
    {
      key: 'kind',
      title: t('priceLists.kind'),
      cell: (it) => word('priceChange', it.kind),
      text: (it) => word('priceChange', it.kind),
      onPhone: 'line',
    },
    {
      key: 'quantity',
      title: t('pricing.fromQuantity'),
      cell: (it) => format.number(it.min_quantity),
      text: (it) => it.min_quantity,
      isFigure: true,
    },
    {
      key: 'before',
      title: t('priceLists.before'),
      cell: (it) => money(it.price_before),
      text: (it) => it.price_before,
      isFigure: true,
      onPhone: 'line',
    },
    {
      key: 'after',
      title: t('priceLists.after'),
      cell: (it) => (it.kind === 'ended' ? '–' : <b>{money(it.unit_price)}</b>),
      text: (it) => (it.kind === 'ended' ? '' : it.unit_price),
      isFigure: true,
      onPhone: 'side',
    },
    {
      key: 'rate',
      title: t('priceLists.change'),
      cell: (it) => <Change rate={it.rate} />,
      text: (it) => it.rate,
      isFigure: true,
      onPhone: 'line',
    },
    {
      key: 'marginBefore',
      title: t('priceLists.marginBefore'),
      cell: (it) => format.rate(it.margin_before),
      text: (it) => it.margin_before,
      isFigure: true,
    },
    {
      key: 'marginAfter',
      title: t('priceLists.marginAfter'),
      cell: (it) => format.rate(it.margin_after),
      text: (it) => it.margin_after,
      isFigure: true,
    },
    {
      key: 'verdict',
      title: t('priceLists.verdict'),
      cell: (it) => (it.verdict ? <StatusBadge list="verdict" value={it.verdict} /> : '–'),
      text: (it) => (it.verdict ? word('verdict', it.verdict) : ''),
    },
  ];
  const filters: Filter[] = [
    {
      kind: 'choice',
      key: 'kind',
      label: t('priceLists.kind'),
      options: KINDS.map((value) => ({ value, label: word('priceChange', value) })),
    },
    {
      kind: 'choice',
      key: 'verdict',
      label: t('priceLists.verdict'),
      options: VERDICTS.map((value) => ({ value, label: word('verdict', value) })),
    },
  ];
  return (
    <List
      id={`price-list-${id}`}
      title={t('priceLists.lines')}
      columns={columns}
      filters={filters}
      load={async (values, asked) => {
        const kind = KINDS.find((each) => each === values['kind']);
        const verdict = VERDICTS.find((each) => each === values['verdict']);
        const query = { ...asked, ...(kind ? { kind } : {}), ...(verdict ? { verdict } : {}) };
        const { data } = await api.GET('/api/pricing/v1/price-lists/{list_id}/lines', {
          params: { path: { list_id: id }, query },
        });
        return data ?? { items: [] };
      }}
      rowKey={(it) => `${it.product_id} ${it.min_quantity}`}
      empty={{ title: t('priceLists.unchangedAll'), hint: '' }}
    />
  );
}

function Change({ rate }: { rate: string | null }) {
  const format = useFormat();
  if (rate === null) return '–';
  const isLower = rate.startsWith('-');
  return (
    <Text span inherit c={isLower ? 'orange' : undefined} fw={560}>
      {isLower ? '' : '+'}
      {format.rate(rate)}
    </Text>
  );
}
