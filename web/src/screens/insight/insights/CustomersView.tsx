import { SimpleGrid, Stack } from '@mantine/core';
import { keepPreviousData } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import type { OfReporting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Empty } from '~/ui/Empty';
import { Figure } from '~/ui/Figure';
import type { Column } from '~/ui/list/column';
import { Exports } from '~/ui/list/Exports';
import { Table } from '~/ui/list/Table';
import { Trouble } from '~/ui/Trouble';

import type { Asked } from './period';
import { PeriodNote } from './PeriodNote';
import { SignedMoney } from './SignedMoney';

type Customer = OfReporting['ServedCustomerOut'];

const COSTS = ['returns', 'rebates', 'logistics', 'late_payment'] as const;
const MOST = 200;
const EXPORTED = 1000; // the most that the service gives

/** Customers by what they leave once serving them is paid, those that leave least first. */
export function CustomersView({ period }: { period: Asked }) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = hooks.useQuery(
    'get',
    '/api/reporting/v1/insights/customers',
    { params: { query: { ...period, limit: MOST } } },
    { placeholderData: keepPreviousData },
  );
  const { data } = query;
  if (query.error) return <Trouble error={query.error} onRetry={() => void query.refetch()} />;
  if (data?.count === 0)
    return <Empty title={t('insights.customers.emptyTitle')} hint={t('insights.customers.emptyHint')} />;
  const columns: Column<Customer>[] = [
    {
      key: 'name',
      title: t('common.customer'),
      cell: (it) => it.name ?? it.code ?? '–',
      text: (it) => it.name,
      onPhone: 'title',
    },
    {
      key: 'orders',
      title: t('home.orders'),
      cell: (it) => format.number(it.orders),
      text: (it) => String(it.orders),
      isFigure: true,
    },
    {
      key: 'sold',
      title: t('margins.revenue'),
      cell: (it) => format.money(it.sold),
      text: (it) => it.sold,
      isFigure: true,
      onPhone: 'line',
    },
    {
      key: 'gross',
      title: t('insights.customers.gross'),
      cell: (it) => format.money(it.gross),
      text: (it) => it.gross,
      isFigure: true,
    },
    ...COSTS.map((cost): Column<Customer> => ({
      key: cost,
      title: t(`insights.customers.${cost}`),
      cell: (it) => (Number(it[cost]) === 0 ? '–' : format.money(it[cost])),
      text: (it) => it[cost],
      isFigure: true,
    })),
    {
      key: 'net',
      title: t('insights.customers.net'),
      cell: (it) => <SignedMoney amount={it.net} />,
      text: (it) => it.net,
      isFigure: true,
      onPhone: 'side',
    },
    {
      key: 'rate',
      title: t('margins.rate'),
      cell: (it) => format.rate(it.rate),
      text: (it) => it.rate,
      isFigure: true,
    },
  ];
  const code: Column<Customer> = {
    key: 'code',
    title: t('insights.customers.code'),
    cell: (it) => it.code,
    text: (it) => it.code,
  };
  const load = async () => {
    const params = { query: { ...period, limit: EXPORTED } };
    const found = await api.GET('/api/reporting/v1/insights/customers', { params });
    return { rows: found.data?.rows ?? [], isCut: (found.data?.count ?? 0) > EXPORTED };
  };
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="md">
        <Figure
          name={t('insights.customers.unprofitable')}
          value={data ? `${format.number(data.unprofitable)} / ${format.number(data.count)}` : ''}
          isLoading={!data}
        />
        <Figure name={t('insights.customers.lost')} value={format.money(data?.lost)} isLoading={!data} />
        <Figure name={t('insights.customers.gross')} value={format.money(data?.total.gross)} isLoading={!data} />
        <Figure name={t('insights.customers.net')} value={format.money(data?.total.net)} isLoading={!data} />
      </SimpleGrid>
      <PeriodNote from={data?.effective_from} until={data?.effective_until} />
      <Card
        title={t('insights.customers.title')}
        side={<Exports id="insights-customers" columns={[code, ...columns]} load={load} />}
        isFlush
      >
        <Table
          label={t('screens.customers')}
          rows={data?.rows ?? []}
          rowKey={(it) => it.customer_id}
          rowPath={(it) => `/customers/${it.customer_id}`}
          columns={columns}
          isStale={query.isPlaceholderData}
        />
      </Card>
    </Stack>
  );
}
