import { SimpleGrid, Stack, Text } from '@mantine/core';
import { keepPreviousData } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';
import type { OfReporting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Empty } from '~/ui/Empty';
import { Figure } from '~/ui/Figure';
import type { Column } from '~/ui/list/column';
import { Table } from '~/ui/list/Table';
import { Trouble } from '~/ui/Trouble';

import type { Asked } from './period';
import { PeriodNote } from './PeriodNote';
import { SignedMoney } from './SignedMoney';

type Drift = OfReporting['DriftOut'];

const MOST = 200;

/** What suppliers charge more than in the period before, and what that does to the margin: what to negotiate about. */
export function SuppliersView({ period }: { period: Asked }) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = hooks.useQuery(
    'get',
    '/api/reporting/v1/insights/suppliers',
    { params: { query: { ...period, limit: MOST } } },
    { placeholderData: keepPreviousData },
  );
  const { data } = query;
  if (query.error) return <Trouble error={query.error} onRetry={() => void query.refetch()} />;
  const columns: Column<Drift>[] = [
    {
      key: 'supplier',
      title: t('common.supplier'),
      cell: (it) => it.supplier_name ?? '–',
      text: (it) => it.supplier_name,
      onPhone: 'title',
    },
    {
      key: 'product',
      title: t('common.product'),
      cell: (it) => [it.sku, it.product_name].filter(Boolean).join(' · ') || '–',
      text: (it) => it.sku,
      onPhone: 'line',
    },
    {
      key: 'unit',
      title: t('insights.suppliers.unit'),
      cell: (it) => `${format.money(it.unit_before)} → ${format.money(it.unit_now)}`,
      text: (it) => it.unit_now,
      isFigure: true,
      onPhone: 'line',
    },
    {
      key: 'rate',
      title: t('insights.suppliers.drift'),
      cell: (it) => (
        <Text span inherit fw={650} {...(it.rate?.startsWith('-') ? {} : { c: 'red' })}>
          {it.rate?.startsWith('-') ? '' : '+'}
          {format.rate(it.rate)}
        </Text>
      ),
      text: (it) => it.rate,
      isFigure: true,
    },
    {
      key: 'effect',
      title: t('insights.suppliers.effect'),
      cell: (it) => format.money(it.effect),
      text: (it) => it.effect,
      isFigure: true,
    },
    {
      key: 'yearly',
      title: t('insights.suppliers.yearly'),
      cell: (it) => <b>{format.money(it.yearly_effect)}</b>,
      text: (it) => it.yearly_effect,
      isFigure: true,
      onPhone: 'side',
    },
    {
      key: 'passed',
      title: t('insights.suppliers.passedOn'),
      cell: (it) => format.money(it.passed_on),
      text: (it) => it.passed_on,
      isFigure: true,
    },
    {
      key: 'margin',
      title: t('insights.suppliers.margin'),
      cell: (it) => <SignedMoney amount={it.margin_effect} />,
      text: (it) => it.margin_effect,
      isFigure: true,
    },
  ];
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md">
        <Figure name={t('insights.suppliers.effect')} value={format.money(data?.effect)} isLoading={!data} />
        <Figure name={t('insights.suppliers.yearly')} value={format.money(data?.yearly_effect)} isLoading={!data} />
        <Figure name={t('insights.suppliers.margin')} value={format.money(data?.margin_effect)} isLoading={!data} />
      </SimpleGrid>
      <PeriodNote from={data?.effective_from} until={data?.effective_until} />
      {data && data.rows.length === 0 ? (
        <Empty title={t('insights.suppliers.emptyTitle')} hint={t('insights.suppliers.emptyHint')} />
      ) : (
        <Card isFlush>
          <Table
            label={t('insights.suppliers.drift')}
            rows={data?.rows ?? []}
            rowKey={(it) => `${it.supplier_id}/${it.product_id}`}
            columns={columns}
            isStale={query.isPlaceholderData}
          />
        </Card>
      )}
    </Stack>
  );
}
