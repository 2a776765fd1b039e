import { SimpleGrid, Skeleton, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { hooks } from '~/api/client';
import { Page, PageTrouble } from '~/ui/Page';

import { BaselineButton } from './BaselineButton';
import { KpiCard } from './KpiCard';
import { KpiDetail } from './KpiDetail';
import { ReviewButtons } from './ReviewButtons';

const COUNT = 10;

/** Every KPI with its target and where it comes from; the chosen one month by month. */
export default function Kpis() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const query = hooks.useQuery('get', '/api/reporting/v1/kpis', {});
  if (query.error)
    return <PageTrouble title={t('screens.kpis')} error={query.error} onRetry={() => void query.refetch()} />;
  const kpis = query.data?.items ?? [];
  const chosen = kpis.find((kpi) => kpi.id === search.get('kpi')) ?? kpis.find((kpi) => kpi.last) ?? kpis[0];
  const goLive = kpis[0]?.go_live ?? '';
  const margin = kpis.find((kpi) => kpi.id === 'gross-margin-rate');
  const lastMonth = (margin?.last?.month ?? new Date().toISOString()).slice(0, 7);
  return (
    <Page
      title={t('screens.kpis')}
      note={t('kpis.note')}
      actions={
        query.data ? (
          <>
            <ReviewButtons key={lastMonth} lastMonth={lastMonth} />
            <BaselineButton key={goLive} goLive={goLive} />
          </>
        ) : null
      }
    >
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, xs: 2, md: 3, lg: 5 }} spacing="sm">
          {query.data
            ? kpis.map((kpi) => (
                <KpiCard
                  key={kpi.id}
                  kpi={kpi}
                  isChosen={kpi === chosen}
                  onChoose={() => setSearch({ kpi: kpi.id }, { replace: true })}
                />
              ))
            : Array.from({ length: COUNT }, (_, n) => <Skeleton key={n} height={130} radius="lg" />)}
        </SimpleGrid>
        {chosen ? <KpiDetail key={chosen.id} kpi={chosen} /> : null}
      </Stack>
    </Page>
  );
}
