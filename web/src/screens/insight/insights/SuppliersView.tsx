import { SimpleGrid, Stack, UnstyledButton } from '@mantine/core';
import { keepPreviousData } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { hooks } from '~/api/client';
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
import { SupplierBrief } from './SupplierBrief';
import { useDriftColumns } from './useDriftColumns';

type Brief = OfReporting['BriefOut'];

/** Suppliers whose prices moved, by what that costs in a year; behind each what to negotiate about. */
export function SuppliersView({ period }: { period: Asked }) {
  const { t } = useTranslation();
  const format = useFormat();
  const drift = useDriftColumns<Brief>();
  const [search, setSearch] = useSearchParams();
  const query = hooks.useQuery(
    'get',
    '/api/reporting/v1/insights/suppliers',
    { params: { query: { ...period, limit: 1 } } },
    { placeholderData: keepPreviousData },
  );
  const { data } = query;
  if (query.error) return <Trouble error={query.error} onRetry={() => void query.refetch()} />;
  const open = (id: string | null) =>
    setSearch((before) => {
      if (id) before.set('supplier', id);
      else before.delete('supplier');
      return before;
    });
  const chosen = data?.suppliers.find((it) => it.supplier_id === search.get('supplier'));
  const columns: Column<Brief>[] = [
    {
      key: 'supplier',
      title: t('common.supplier'),
      cell: (it) => (
        <UnstyledButton fz="inherit" fw={550} onClick={() => open(it.supplier_id)}>
          {it.supplier_name ?? it.supplier_code ?? '–'}
        </UnstyledButton>
      ),
      text: (it) => it.supplier_name,
      onPhone: 'title',
    },
    {
      key: 'dearer',
      title: t('insights.suppliers.dearer'),
      cell: (it) => format.number(it.dearer),
      text: (it) => String(it.dearer),
      isFigure: true,
      onPhone: 'line',
    },
    {
      key: 'cheaper',
      title: t('insights.suppliers.cheaper'),
      cell: (it) => format.number(it.cheaper),
      text: (it) => String(it.cheaper),
      isFigure: true,
    },
    {
      key: 'amount',
      title: t('insights.suppliers.billed'),
      cell: (it) => format.money(it.amount),
      text: (it) => it.amount,
      isFigure: true,
    },
    drift.rate,
    drift.effect,
    drift.yearly,
    drift.margin,
  ];
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md">
        <Figure name={t('insights.suppliers.effect')} value={format.money(data?.effect)} isLoading={!data} />
        <Figure name={t('insights.suppliers.yearly')} value={format.money(data?.yearly_effect)} isLoading={!data} />
        <Figure name={t('insights.suppliers.margin')} value={format.money(data?.margin_effect)} isLoading={!data} />
      </SimpleGrid>
      <PeriodNote from={data?.effective_from} until={data?.effective_until} />
      {data && data.suppliers.length === 0 ? (
        <Empty title={t('insights.suppliers.emptyTitle')} hint={t('insights.suppliers.emptyHint')} />
      ) : (
        <Card
          title={t('insights.suppliers.title')}
          side={
            <Exports
              id="insights-suppliers"
              columns={columns}
              load={() => Promise.resolve({ rows: data?.suppliers ?? [], isCut: false })}
            />
          }
          isFlush
        >
          <Table
            label={t('insights.suppliers.title')}
            rows={data?.suppliers ?? []}
            rowKey={(it) => it.supplier_id}
            columns={columns}
            isStale={query.isPlaceholderData}
          />
        </Card>
      )}
      <SupplierBrief brief={chosen} period={period} onClose={() => open(null)} />
    </Stack>
  );
}
