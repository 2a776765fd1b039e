import { Group, Text } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfPricing } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Choice } from '~/ui/Choice';
import type { Column } from '~/ui/list/column';
import { Table } from '~/ui/list/Table';
import { PartnerName, ProductName } from '~/ui/Name';

import { ExportButton } from './ExportButton';
import { More } from './More';

type Effect = OfPricing['EffectOut'];
const AXES = ['customer', 'product', 'family'] as const;
type Axis = (typeof AXES)[number];

/** What changes by customer, product or family: the greatest loss first, unless sorted otherwise. */
export function Effects({ id, done }: { id: string; done: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const [by, setBy] = useState<Axis>('customer');
  const [sort, setSort] = useState('margin_change');
  const path = { simulation_id: id };
  const query = useInfiniteQuery({
    queryKey: ['simulation-effects', id, by, sort, done],
    queryFn: async ({ pageParam }) =>
      (
        await api.GET('/api/pricing/v1/simulations/{simulation_id}/effects', {
          params: { path, query: { by, sort, limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } },
        })
      ).data ?? { items: [], next_cursor: null },
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? null,
    placeholderData: keepPreviousData,
  });
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const figure = (key: keyof Effect, title: string, sorted?: string): Column<Effect> => ({
    key,
    title,
    cell: (it) => format.money(it[key]),
    text: (it) => String(it[key]),
    isFigure: true,
    ...(sorted ? { sort: sorted } : {}),
  });
  const columns: Column<Effect>[] = [
    {
      key: 'key',
      title: word('axis', by),
      cell: (it) => <Named by={by} effect={it} />,
      text: (it) => it.code ?? it.key,
      onPhone: 'title',
    },
    {
      key: 'lines',
      title: t('simulations.linesCount'),
      cell: (it) => format.number(it.lines),
      text: (it) => String(it.lines),
      isFigure: true,
    },
    figure('revenue_before', `${t('simulations.revenue')} · ${t('simulations.before')}`),
    { ...figure('revenue_change', t('simulations.change'), 'revenue_change'), onPhone: 'line' },
    figure('margin_before', `${t('simulations.marginAmount')} · ${t('simulations.before')}`),
    {
      ...figure('margin_change', t('simulations.change'), 'margin_change'),
      cell: (it) => (
        <Text span inherit fw={620} c={it.margin_change.startsWith('-') ? 'red' : undefined}>
          {format.money(it.margin_change)}
        </Text>
      ),
      onPhone: 'side',
    },
    {
      key: 'stopped',
      title: t('simulations.stopped'),
      cell: (it) => `${format.number(it.lines_stopped_before)} › ${format.number(it.lines_stopped_after)}`,
      text: (it) => String(it.lines_stopped_after),
      sort: 'lines_stopped_after',
      isFigure: true,
      onPhone: 'line',
    },
  ];
  if (rows.length === 0) return null;
  return (
    <Card
      title={t('simulations.effects')}
      isFlush
      side={
        <Group gap="xs">
          <Choice
            label={t('simulations.by')}
            value={by}
            onChange={(axis) => setBy(axis)}
            options={AXES.map((axis) => ({ value: axis, label: word('axis', axis) }))}
          />
          <ExportButton
            name={`simulation-${by}.csv`}
            load={() =>
              api.GET('/api/pricing/v1/simulations/{simulation_id}/effects.csv', {
                params: { path, query: { by } },
                parseAs: 'blob',
              })
            }
          />
        </Group>
      }
    >
      <Table
        label={t('simulations.effects')}
        rows={rows}
        columns={columns}
        rowKey={(it) => it.key}
        sort={sort}
        onSort={(field) => setSort(sort === field ? `-${field}` : field)}
        isStale={query.isPlaceholderData}
      />
      <More query={query} />
    </Card>
  );
}

function Named({ by, effect }: { by: Axis; effect: Effect }) {
  if (by === 'customer') return <PartnerName id={effect.key} isLink />;
  return by === 'product' ? <ProductName id={effect.key} /> : effect.key;
}
