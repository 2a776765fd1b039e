import { Badge, Group, Stack, Text } from '@mantine/core';
import { keepPreviousData } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import type { OfReporting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Empty } from '~/ui/Empty';
import type { Column } from '~/ui/list/column';
import { everything, Exports } from '~/ui/list/Exports';
import { Table } from '~/ui/list/Table';
import { Trouble } from '~/ui/Trouble';

import type { Asked } from './period';

type Sale = OfReporting['LowSaleOut'];

const MOST = 200;

/** Lines sold below the threshold, each with what took its margin. */
export function LowSalesView({ period }: { period: Asked }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const may = useMay();
  const query = hooks.useQuery(
    'get',
    '/api/reporting/v1/insights/low-sales',
    { params: { query: { ...period, sort: '-shortfall', limit: MOST } } },
    { placeholderData: keepPreviousData },
  );
  const { data } = query;
  if (query.error) return <Trouble error={query.error} onRetry={() => void query.refetch()} />;
  if (data?.items.length === 0)
    return <Empty title={t('insights.sales.emptyTitle')} hint={t('insights.sales.emptyHint')} />;
  const columns: Column<Sale>[] = [
    {
      key: 'customer',
      title: t('common.customer'),
      cell: (it) => it.customer_name ?? '–',
      text: (it) => it.customer_name,
      onPhone: 'title',
    },
    {
      key: 'product',
      title: t('common.product'),
      cell: (it) => <span title={it.product_name ?? ''}>{it.sku ?? '–'}</span>,
      text: (it) => it.sku,
      onPhone: 'line',
    },
    {
      key: 'invoice',
      title: t('margins.invoice'),
      cell: (it) => (
        <>
          {it.invoice_number}{' '}
          <Text span inherit c="dimmed">
            {format.date(it.issued_on)}
          </Text>
        </>
      ),
      text: (it) => it.invoice_number,
    },
    {
      key: 'cause',
      title: t('insights.sales.cause'),
      cell: (it) => (
        <Group gap={4} wrap="nowrap">
          {it.causes.map((each, at) => (
            <Badge key={each.cause} color={at === 0 ? 'red' : 'gray'} title={format.money(each.amount)}>
              {word('marginCause', each.cause)}
            </Badge>
          ))}
        </Group>
      ),
      text: (it) => it.causes.map((each) => word('marginCause', each.cause)).join(', '),
      onPhone: 'line',
    },
    {
      key: 'revenue',
      title: t('margins.revenue'),
      cell: (it) => format.money(it.revenue),
      text: (it) => it.revenue,
      isFigure: true,
    },
    {
      key: 'rate',
      title: t('margins.rate'),
      cell: (it) => `${format.rate(it.rate)} / ${format.rate(it.threshold_rate)}`,
      text: (it) => it.rate,
      isFigure: true,
      onPhone: 'line',
    },
    {
      key: 'shortfall',
      title: t('insights.sales.shortfall'),
      cell: (it) => <b>{format.money(it.shortfall)}</b>,
      text: (it) => it.shortfall,
      isFigure: true,
      onPhone: 'side',
    },
  ];
  const loadPage = async (cursor: string, limit: number) => {
    const query = { ...period, sort: '-shortfall', limit, ...(cursor ? { cursor } : {}) };
    const page = await api.GET('/api/reporting/v1/insights/low-sales', { params: { query } });
    return page.data ?? { items: [] };
  };
  return (
    <Stack gap="md">
      <Card
        title={t('insights.sales.title')}
        side={<Exports id="insights-low-sales" columns={columns} load={() => everything(loadPage)} />}
        isFlush
      >
        <Table
          label={t('insights.sales.title')}
          rows={data?.items ?? []}
          rowKey={(it) => it.id}
          {...(may('sales.orders.read') ? { rowPath: (it: Sale) => `/orders/${it.sales_order_id}` } : {})}
          columns={columns}
          isStale={query.isPlaceholderData}
        />
      </Card>
    </Stack>
  );
}
