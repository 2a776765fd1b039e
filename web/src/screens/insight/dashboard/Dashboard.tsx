import { Alert, Badge, Button, Group, SimpleGrid, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { keepPreviousData } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { hooks } from '~/api/client';
import type { OfReporting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Alerts } from '~/screens/insight/margins/Alerts';
import { Choice } from '~/ui/Choice';
import { Page, PageTrouble } from '~/ui/Page';

import { FigureCard } from './FigureCard';
import { LateCard } from './LateCard';
import { useLive } from './useLive';

type Span = OfReporting['DashboardOut']['span'];

const SPANS: readonly Span[] = ['week', 'month', 'quarter', 'year'];

/** The house at a glance, as it is this second: each figure beside the period before, down to its list. */
export default function Dashboard() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const may = useMay();
  const live = useLive();
  const [search, setSearch] = useSearchParams();
  const span = SPANS.find((each) => each === search.get('span')) ?? 'month';
  const on = search.get('on') ?? '';
  const set = (values: { span?: Span; on?: string }) => {
    const { span: length, on: day } = { span, on, ...values };
    setSearch({ span: length, ...(day ? { on: day } : {}) }, { replace: true });
  };
  const query = hooks.useQuery(
    'get',
    '/api/reporting/v1/dashboard',
    { params: { query: { span, ...(on ? { on } : {}) } } },
    { placeholderData: keepPreviousData },
  );
  const { data, error } = query;
  if (error) return <PageTrouble title={t('screens.dashboard')} error={error} onRetry={() => void query.refetch()} />;
  return (
    <Page
      title={t('screens.dashboard')}
      badges={
        <Badge color={live.isLive ? 'teal' : 'gray'} variant={live.isLive ? 'dot' : 'light'}>
          {live.isLive ? t('dashboard.live') : t('dashboard.notLive')}
        </Badge>
      }
      note={
        data
          ? t('dashboard.period', { from: format.date(data.begins_on), until: format.date(data.ends_on) })
          : undefined
      }
      actions={
        <>
          <Choice
            label={t('dashboard.span')}
            value={span}
            onChange={(value: Span) => set({ span: value })}
            options={SPANS.map((value) => ({ value, label: word('span', value) }))}
          />
          <TextInput
            type="date"
            aria-label={t('dashboard.asOn')}
            value={on}
            onChange={(event) => set({ on: event.currentTarget.value })}
          />
        </>
      }
    >
      <Stack gap="md">
        {data?.last_on && data.last_on < data.previous_begins_on ? (
          <Quiet day={data.last_on} onShow={() => set({ on: data.last_on ?? '' })} />
        ) : null}
        <section aria-label={t('home.figures')} aria-live="polite">
          <SimpleGrid cols={{ base: 1, xs: 2, md: 3, lg: 4 }} spacing="md">
            {data
              ? data.figures.map((figure) => (
                  <FigureCard
                    key={figure.id}
                    name={word('figure', figure.id)}
                    figure={figure}
                    path={pathOf(figure.id, data, may)}
                  />
                ))
              : SPANS.map((each) => <Skeleton key={each} height={132} radius="lg" />)}
          </SimpleGrid>
          {live.changedAt ? (
            <Text size="xs" c="dimmed" mt={6} ta="end">
              {t('home.asOf', { when: format.time(live.changedAt) })}
            </Text>
          ) : null}
        </section>
        <LateCard />
        {may('reporting.alerts.read') ? <Alerts /> : null}
      </Stack>
    </Page>
  );
}

/** Nothing happened lately: what did last is one click away. */
function Quiet({ day, onShow }: { day: string; onShow: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Alert icon={<IconInfoCircle size={18} />}>
      <Group justify="space-between">
        {t('dashboard.quiet', { day: format.date(day) })}
        <Button variant="default" onClick={onShow}>
          {t('dashboard.quietAction')}
        </Button>
      </Group>
    </Alert>
  );
}

/** The list behind a figure, where the person may see it. */
function pathOf(id: string, data: OfReporting['DashboardOut'], may: (permission: string) => boolean): string | null {
  const period = `from=${data.begins_on}&until=${data.ends_on}`;
  const [path, permission] =
    {
      sales: [`/margins?by=month&${period}`, 'reporting.margins.read'],
      'gross-margin': [`/margins?by=customer&${period}`, 'reporting.margins.read'],
      'margin-rate': [`/margins?by=product&${period}`, 'reporting.margins.read'],
      'on-time': ['/late-lines', 'reporting.margins.read'],
      stock: ['/stock', 'inventory.stock.read'],
      backorders: ['/late-lines', 'reporting.margins.read'],
      'cash-due': ['/receivables', 'accounting.ledger.read'],
    }[id] ?? [];
  return path !== undefined && permission !== undefined && may(permission) ? path : null;
}
