import { Badge, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { Columns } from '~/ui/Page';
import { Table } from '~/ui/list/Table';

import { kpiValue, type Kpi } from './value';

const MONTHS_MAX = 120;

interface Month {
  month: string;
  value: string | null;
  isOnTarget: boolean | null;
  measured: string; // what it is made of; empty before the go-live
}

/** What a KPI says and how it went month by month, those before the go-live as they were brought. */
export function KpiDetail({ kpi }: { kpi: Kpi }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const brought = hooks.useQuery('get', '/api/reporting/v1/kpi-baselines', {
    params: { query: { kpi_id: kpi.id, sort: '-month', limit: MONTHS_MAX } },
  });
  const shown = (value: string | null) => kpiValue(kpi, value, t, format);
  const month = new Intl.DateTimeFormat(i18n.language === 'fr' ? 'fr-FR' : 'en-GB', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const measured = [...kpi.trend].reverse().map((each): Month => ({
    month: each.month,
    value: each.value,
    isOnTarget: each.is_on_target,
    measured: `${format.number(each.numerator, 2)} / ${format.number(each.denominator, 2)}`,
  }));
  const before = (brought.data?.items ?? []).map((each): Month => ({
    month: each.month,
    value: each.value,
    isOnTarget: null,
    measured: '',
  }));
  return (
    <Columns
      main={
        <Card title={i18n.language === 'fr' ? kpi.name_fr : kpi.name_en} isFlush>
          {measured.length + before.length === 0 ? (
            <Text c="dimmed" px="md" pb="md">
              {t('kpis.nothing')}
            </Text>
          ) : (
            <Table
              label={t('kpis.months')}
              rows={[...measured, ...before]}
              rowKey={(it) => `${it.month}${it.measured}`}
              columns={[
                {
                  key: 'month',
                  title: t('kpis.month'),
                  cell: (it) => month.format(new Date(it.month)),
                  text: (it) => it.month,
                  onPhone: 'title',
                },
                {
                  key: 'value',
                  title: t('kpis.value'),
                  cell: (it) => <b>{shown(it.value)}</b>,
                  text: (it) => it.value,
                  isFigure: true,
                  onPhone: 'side',
                },
                {
                  key: 'measured',
                  title: t('kpis.measured'),
                  cell: (it) => it.measured || t('kpis.brought'),
                  text: (it) => it.measured,
                  isFigure: true,
                  onPhone: 'line',
                },
                {
                  key: 'target',
                  title: t('kpis.target'),
                  cell: (it) =>
                    it.isOnTarget === null ? null : (
                      <Badge color={it.isOnTarget ? 'teal' : 'red'}>
                        {it.isOnTarget ? t('kpis.onTarget') : t('kpis.offTarget')}
                      </Badge>
                    ),
                  text: () => '',
                },
              ]}
            />
          )}
        </Card>
      }
      aside={
        <>
          <Card title={t('kpis.definition')}>
            <Text mb="sm">{word('kpiFormula', kpi.id)}</Text>
            <Facts
              rows={[
                [t('kpis.target'), `${kpi.direction === 'up' ? '≥' : '≤'} ${shown(kpi.target)}`],
                [t('kpis.owner'), word('kpiOwner', kpi.owner)],
              ]}
            />
          </Card>
          {kpi.before === null ? null : (
            <Card title={t('kpis.comparison')}>
              <Facts
                rows={[
                  [t('kpis.goLive'), format.date(kpi.go_live)],
                  [t('kpis.meanBefore'), shown(kpi.before)],
                  [t('kpis.since'), shown(kpi.after)],
                  [
                    t('kpis.change'),
                    kpi.is_better === null ? null : (
                      <Badge color={kpi.is_better ? 'teal' : 'red'}>
                        {kpi.is_better ? t('kpis.better') : t('kpis.worse')}
                      </Badge>
                    ),
                  ],
                ]}
              />
            </Card>
          )}
        </>
      }
    />
  );
}
