import { Anchor, Badge, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { hooks } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Table } from '~/ui/list/Table';
import { lastMonth } from '~/ui/months';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { StatusBadge } from '~/ui/StatusBadge';

import { MonthActions } from './MonthActions';
import { monthsShown } from './months';
import { NewYear } from './NewYear';
import { YearEnd } from './YearEnd';

type Period = OfAccounting['PeriodOut'];

/** Months with what may still be posted in them, and fiscal years with how they end. */
export default function Years() {
  const { t } = useTranslation();
  const periods = hooks.useQuery('get', '/api/accounting/v1/periods');
  const years = hooks.useQuery('get', '/api/accounting/v1/fiscal-years');
  const error = periods.error ?? years.error;
  if (error) return <PageTrouble title={t('screens.years')} error={error} onRetry={() => void periods.refetch()} />;
  if (!periods.data || !years.data) return <PageSkeleton />;
  return (
    <Page title={t('screens.years')} note={t('years.note')} actions={<NewYear />}>
      <Columns
        main={<Months periods={periods.data.items} />}
        aside={
          <>
            <YearEnd />
            <Declared years={years.data.items} />
          </>
        }
      />
    </Page>
  );
}

function Months({ periods }: { periods: readonly Period[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Card title={t('years.months')} isFlush>
      <Table
        label={t('years.months')}
        rows={monthsShown(periods, lastMonth(new Date()))}
        rowKey={(it) => it.period}
        columns={[
          {
            key: 'month',
            title: t('closing.month'),
            cell: (it) => (
              <Anchor component={Link} to={`/closing?month=${it.period}`} size="md" underline="always">
                {it.period}
              </Anchor>
            ),
            text: () => '',
            onPhone: 'title',
          },
          {
            key: 'status',
            title: t('common.status'),
            cell: (it) => <StatusBadge list="periodStatus" value={it.status} />,
            text: () => '',
            onPhone: 'side',
          },
          {
            key: 'closed',
            title: t('closing.closedAt'),
            cell: (it) => format.time(it.closed_at),
            text: () => '',
            onPhone: 'line',
          },
          {
            key: 'seal',
            title: t('years.seal'),
            cell: (it) => (it.seal ? <span title={it.seal}>{it.seal.slice(0, 12)}…</span> : '–'),
            text: () => '',
            onPhone: 'line',
          },
          {
            key: 'act',
            title: t('years.actions'),
            cell: (it) => <MonthActions period={it.period} status={it.status} />,
            text: () => '',
            isFigure: true,
            onPhone: 'line',
          },
        ]}
      />
    </Card>
  );
}

function Declared({ years }: { years: readonly OfAccounting['FiscalYearOut'][] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Card title={t('years.declared')} side={<Badge color="gray">{years.length}</Badge>}>
      {years.length === 0 ? <Text c="dimmed">{t('years.noneDeclared')}</Text> : null}
      {years.map((it) => (
        <Text key={it.year}>
          <b>{it.year}</b> · {format.date(it.starts_on)} – {format.date(it.ends_on)}
        </Text>
      ))}
    </Card>
  );
}
