import { Badge, Group, SimpleGrid, Stack, Text, UnstyledButton } from '@mantine/core';
import { keepPreviousData } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import type { OfReporting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import type { Column } from '~/ui/list/column';
import { Exports } from '~/ui/list/Exports';
import { Table } from '~/ui/list/Table';
import { Trouble } from '~/ui/Trouble';

import type { Asked } from './period';
import { PeriodNote } from './PeriodNote';
import classes from './ProductsView.module.css';

type Product = OfReporting['PlacedProductOut'];
type Place = Product['place'];

const MOST = 200;
const EXPORTED = 1000; // the most that the service gives
const COLOURS: Record<Place, string> = { star: 'teal', trap: 'red', niche: 'indigo', burden: 'gray' };

/** Products by how much they sell and how much they earn: four fields, and what is in them. */
export function ProductsView({ period }: { period: Asked }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const [place, setPlace] = useState<Place | null>(null);
  const query = hooks.useQuery(
    'get',
    '/api/reporting/v1/insights/products',
    { params: { query: { ...period, limit: MOST, ...(place ? { place } : {}) } } },
    { placeholderData: keepPreviousData },
  );
  const { data } = query;
  if (query.error) return <Trouble error={query.error} onRetry={() => void query.refetch()} />;
  const columns: Column<Product>[] = [
    {
      key: 'name',
      title: t('common.product'),
      cell: (it) => [it.sku, it.name].filter(Boolean).join(' · ') || '–',
      text: (it) => it.sku,
      onPhone: 'title',
    },
    {
      key: 'place',
      title: t('insights.products.place'),
      cell: (it) => <Badge color={COLOURS[it.place]}>{word('place', it.place)}</Badge>,
      text: (it) => word('place', it.place),
      onPhone: 'line',
    },
    {
      key: 'revenue',
      title: t('margins.revenue'),
      cell: (it) => format.money(it.revenue),
      text: (it) => it.revenue,
      isFigure: true,
      onPhone: 'side',
    },
    {
      key: 'margin',
      title: t('margins.margin'),
      cell: (it) => format.money(it.margin),
      text: (it) => it.margin,
      isFigure: true,
    },
    {
      key: 'rate',
      title: t('margins.rate'),
      cell: (it) => format.rate(it.rate),
      text: (it) => it.rate,
      isFigure: true,
      onPhone: 'line',
    },
    {
      key: 'stock',
      title: t('insights.products.stock'),
      cell: (it) => format.money(it.stock_value),
      text: (it) => it.stock_value,
      isFigure: true,
    },
    {
      key: 'return',
      title: t('insights.products.stockReturn'),
      cell: (it) => format.number(it.stock_return, 3),
      text: (it) => it.stock_return,
      isFigure: true,
    },
  ];
  const name: Column<Product> = {
    key: 'product',
    title: t('discrepancies.name'),
    cell: (it) => it.name,
    text: (it) => it.name,
  };
  const load = async () => {
    const params = { query: { ...period, limit: EXPORTED, ...(place ? { place } : {}) } };
    const rows = (await api.GET('/api/reporting/v1/insights/products', { params })).data?.rows ?? [];
    return { rows, isCut: rows.length === EXPORTED };
  };
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }} spacing="md">
        {data?.places.map((field) => (
          <UnstyledButton
            key={field.place}
            className={classes.place ?? ''}
            aria-pressed={field.place === place}
            onClick={() => setPlace(field.place === place ? null : field.place)}
          >
            <Group justify="space-between">
              <Badge color={COLOURS[field.place]}>{word('place', field.place)}</Badge>
              <Text size="sm" c="dimmed">
                {t('insights.products.count', { count: field.products })}
              </Text>
            </Group>
            <Text fz={20} fw={640} className="figure" mt={4}>
              {format.bigMoney(field.margin)}
            </Text>
            <Text size="xs" c="dimmed">
              {t('insights.products.of', {
                revenue: format.bigMoney(field.revenue),
                stock: format.bigMoney(field.stock_value),
              })}
            </Text>
            <Text size="xs" c="dimmed">
              {word('placeHint', field.place)}
            </Text>
          </UnstyledButton>
        ))}
      </SimpleGrid>
      <PeriodNote from={data?.effective_from} until={data?.effective_until} />
      {data && data.rows.length === 0 ? (
        <Text c="dimmed">{t('insights.products.none')}</Text>
      ) : (
        <Card
          title={t('insights.products.title')}
          side={<Exports id="insights-products" columns={[...columns, name]} load={load} />}
          isFlush
        >
          <Table
            label={t('screens.products')}
            rows={data?.rows ?? []}
            rowKey={(it) => it.product_id}
            rowPath={(it) => `/products/${it.product_id}`}
            columns={columns}
            isStale={query.isPlaceholderData}
          />
        </Card>
      )}
    </Stack>
  );
}
