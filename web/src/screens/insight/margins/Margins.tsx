import { Alert, Button, SimpleGrid, Stack, Text } from '@mantine/core';
import { keepPreviousData } from '@tanstack/react-query';
import { IconInfoCircle } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Choice } from '~/ui/Choice';
import { Empty } from '~/ui/Empty';
import { Figure } from '~/ui/Figure';
import { Page, PageTrouble } from '~/ui/Page';

import { PeriodFields } from '../PeriodFields';
import { usePeriod } from '../usePeriod';
import { Alerts } from './Alerts';
import { Drill, type Drilled } from './Drill';
import { LedgerTie } from './LedgerTie';
import { MarginTable } from './MarginTable';
import { AXES, periods, TIMES, type Axis } from './periods';

const MarginChart = lazy(() => import('./MarginChart'));
const ROWS = 200;
const BASES = ['sold', 'known'] as const;

/** Margin by any axis over any period, down to the lines. */
export default function Margins() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const may = useMay();
  const [drilled, setDrilled] = useState<Drilled | null>(null);
  const { search, from, last: until, asked: period, set } = usePeriod();
  const axis = AXES.find((each) => each === search.get('by')) ?? 'family';
  const basis = BASES.find((each) => each === search.get('basis')) ?? 'sold';
  const isTime = TIMES.includes(axis);
  const query = hooks.useQuery(
    'get',
    '/api/reporting/v1/margins/cube',
    { params: { query: { by: axis, basis, limit: ROWS, sort: isTime ? 'key' : '-margin', ...period } } },
    { placeholderData: keepPreviousData },
  );
  const summary = hooks.useQuery('get', '/api/reporting/v1/summary', { params: { query: period } });
  const { data, error } = query;
  if (error) return <PageTrouble title={t('screens.margins')} error={error} onRetry={() => void query.refetch()} />;
  const total = data?.total;
  const rows = data?.items ?? [];
  const unvalued = summary.data?.unvalued_lines ?? 0;
  return (
    <Page
      title={t('screens.margins')}
      actions={
        <>
          {periods(new Date()).map(({ key, ...range }) => (
            <Button
              key={key}
              variant={range.from === from && range.until === until ? 'light' : 'subtle'}
              color={range.from === from && range.until === until ? 'indigo' : 'gray'}
              onClick={() => set(range)}
            >
              {t(`margins.${key}`)}
            </Button>
          ))}
          <PeriodFields from={from} last={until} set={set} />
        </>
      }
    >
      <Stack gap="md">
        <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="md">
          <Figure name={t('margins.revenue')} value={format.money(total?.revenue)} isLoading={!total} />
          <Figure name={t('margins.cost')} value={format.money(total?.cost)} isLoading={!total} />
          <Figure name={t('margins.margin')} value={format.money(total?.margin)} isLoading={!total} />
          <Figure name={t('margins.rate')} value={format.rate(total?.rate)} isLoading={!total} />
        </SimpleGrid>
        <LedgerTie />
        <Choice
          label={t('margins.axis')}
          value={axis}
          onChange={(value: Axis) => set({ by: value })}
          options={AXES.map((value) => ({ value, label: word('axis', value) }))}
        />
        <Choice
          label={t('margins.basis')}
          value={basis}
          onChange={(value) => set({ basis: value })}
          options={BASES.map((value) => ({ value, label: word('marginBasis', value) }))}
        />
        {unvalued > 0 ? (
          <Alert color="orange" icon={<IconInfoCircle size={18} />}>
            {t('margins.unvalued', { count: unvalued })}
          </Alert>
        ) : null}
        {data && rows.length === 0 ? <Empty title={t('margins.emptyTitle')} hint={t('margins.emptyHint')} /> : null}
        {rows.length > 0 ? (
          <>
            <Card title={t('margins.top')}>
              <Suspense fallback={<div style={{ height: 300 }} />}>
                <MarginChart rows={rows} isTime={isTime} />
              </Suspense>
            </Card>
            <MarginTable
              axis={axis}
              rows={rows}
              total={total}
              onDrill={(row) => setDrilled({ axis, row, basis, period })}
              loadPage={async (cursor, limit) => {
                const page = { limit, sort: isTime ? 'key' : '-margin', ...(cursor ? { cursor } : {}) };
                const params = { query: { by: axis, basis, ...page, ...period } };
                return (await api.GET('/api/reporting/v1/margins/cube', { params })).data ?? { items: [] };
              }}
            />
            {data?.next_cursor ? (
              <Text size="sm" c="dimmed">
                {t('margins.first', { count: rows.length })}
              </Text>
            ) : null}
          </>
        ) : null}
        {may('reporting.alerts.read') ? <Alerts /> : null}
      </Stack>
      <Drill drilled={drilled} onClose={() => setDrilled(null)} />
    </Page>
  );
}
