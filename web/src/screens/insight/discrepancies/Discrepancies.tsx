import { Progress, SimpleGrid, Stack } from '@mantine/core';
import { keepPreviousData } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';
import type { OfReporting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Choice } from '~/ui/Choice';
import { Empty } from '~/ui/Empty';
import { Figure } from '~/ui/Figure';
import type { Column } from '~/ui/list/column';
import { Exports } from '~/ui/list/Exports';
import { Table } from '~/ui/list/Table';
import { Page, PageTrouble } from '~/ui/Page';

import { PeriodFields } from '../PeriodFields';
import { SignedMoney } from '../insights/SignedMoney';
import { usePeriod } from '../usePeriod';
import { useCauses } from './useCauses';

type Row = OfReporting['DiscrepancyOut'];

const AXES = ['cause', 'site', 'month'] as const;
const PATH = '/api/reporting/v1/discrepancies';
const MOST = 1000;

/** Why counts differ from the books: how often, how much, for how much money, and how much of it has a cause. */
export default function Discrepancies() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const { nameOf } = useCauses();
  const { search, from, last, asked, set } = usePeriod();
  const by = AXES.find((each) => each === search.get('by')) ?? 'cause';
  const site = search.get('site') ?? '';
  const query = hooks.useQuery(
    'get',
    PATH,
    { params: { query: { by, ...asked, ...(site ? { site } : {}), limit: MOST } } },
    { placeholderData: keepPreviousData },
  );
  const { data, error } = query;
  if (error)
    return <PageTrouble title={t('screens.discrepancies')} error={error} onRetry={() => void query.refetch()} />;
  const total = data?.total;
  const name = ({ key }: Row) => (by === 'cause' ? nameOf(key) : by === 'month' ? format.month(key) : key || '–');
  const columns: Column<Row>[] = [
    { key: 'name', title: word('discrepancyAxis', by), cell: (it) => <b>{name(it)}</b>, text: name, onPhone: 'title' },
    {
      key: 'lines',
      title: t('discrepancies.lines'),
      cell: (it) => format.number(it.lines),
      text: (it) => String(it.lines),
      isFigure: true,
      onPhone: 'line',
    },
    ...(['units_missing', 'units_found'] as const).map((units): Column<Row> => ({
      key: units,
      title: t(`discrepancies.${units}`),
      cell: (it) => format.number(it[units]),
      text: (it) => it[units],
      isFigure: true,
    })),
    ...(['value_missing', 'value_found'] as const).map((value): Column<Row> => ({
      key: value,
      title: t(`discrepancies.${value}`),
      cell: (it) => format.money(it[value]),
      text: (it) => it[value],
      isFigure: true,
    })),
    {
      key: 'net',
      title: t('discrepancies.net'),
      cell: (it) => <SignedMoney amount={it.net} />,
      text: (it) => it.net,
      isFigure: true,
      onPhone: 'side',
    },
    {
      key: 'share',
      title: t('discrepancies.share'),
      cell: (it) => (
        <Progress
          w={80}
          size={6}
          value={Number(it.share ?? 0) * 100}
          aria-label={`${t('discrepancies.share')} ${format.rate(it.share)}`}
        />
      ),
      text: (it) => it.share,
      isFigure: true,
    },
    {
      key: 'explained',
      title: by === 'cause' ? t('discrepancies.said') : t('discrepancies.explained'),
      cell: (it) => format.rate(by === 'cause' ? saidRate(it) : it.explained_rate),
      text: (it) => (by === 'cause' ? (saidRate(it)?.toFixed(4) ?? '') : it.explained_rate),
      isFigure: true,
    },
  ];
  const behind = (row: Row) => {
    const only = new URLSearchParams({ ...(from ? { from } : {}), ...(last ? { until: last } : {}) });
    if (site) only.set('site', site);
    only.set(by, row.key);
    return `/discrepancies/lines?${only.toString()}`;
  };
  return (
    <Page
      title={t('screens.discrepancies')}
      note={t('discrepancies.note')}
      actions={<PeriodFields from={from} last={last} set={set} />}
    >
      <Stack gap="md">
        <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="md">
          <Figure
            name={t('discrepancies.value')}
            value={
              data
                ? `${format.money(data.total.value)} (${format.rate(rate(data.total.value, data.value_counted))})`
                : ''
            }
            isLoading={!data}
          />
          <Figure name={t('discrepancies.net')} value={format.money(total?.net)} isLoading={!total} />
          <Figure
            name={t('discrepancies.differing')}
            value={data ? `${format.number(data.total.lines)} / ${format.number(data.lines_counted)}` : ''}
            isLoading={!total}
          />
          <Figure
            name={t('discrepancies.explained')}
            value={total?.explained_rate ? format.rate(total.explained_rate) : '–'}
            isLoading={!total}
          />
        </SimpleGrid>
        <Choice
          label={t('discrepancies.by')}
          value={by}
          onChange={(value) => set({ by: value })}
          options={AXES.map((value) => ({ value, label: word('discrepancyAxis', value) }))}
        />
        {data && data.rows.length === 0 ? (
          <Empty
            title={t('discrepancies.emptyTitle')}
            hint={t(data.lines_counted > 0 ? 'discrepancies.allRight' : 'discrepancies.emptyHint')}
          />
        ) : (
          <Card
            title={t('discrepancies.table', { axis: word('discrepancyAxis', by).toLowerCase() })}
            side={
              <Exports
                id={`discrepancies-${by}`}
                columns={columns}
                load={() => Promise.resolve({ rows: data?.rows ?? [], isCut: data?.rows.length === MOST })}
              />
            }
            isFlush
          >
            <Table
              label={t('screens.discrepancies')}
              rows={data?.rows ?? []}
              rowKey={(it) => it.key}
              rowPath={behind}
              columns={columns}
              isStale={query.isPlaceholderData}
            />
          </Card>
        )}
      </Stack>
    </Page>
  );
}

const rate = (part: string, whole: string) => (Number(whole) === 0 ? null : Number(part) / Number(whole)); // to be shown alone

/** Of a cause: how much of it somebody said, the rest is what the system proposes. */
const saidRate = (row: Row) => rate(row.value_said, row.value);
