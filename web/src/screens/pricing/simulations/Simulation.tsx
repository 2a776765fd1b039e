import { Button, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import type { OfPricing } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { sumOf } from '~/ui/decimals';
import { Card } from '~/ui/Card';
import { Figure } from '~/ui/Figure';
import { Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { StatusBadge } from '~/ui/StatusBadge';
import { useAct } from '~/ui/useAct';

import { Person } from '../shared/Names';
import { Effects } from './Effects';
import { Advance } from './Simulations';
import { StoppedLines } from './StoppedLines';

const AGAIN_MS = 2_000;

/** One simulation: how far it is, what it comes to, for whom and for which products. */
export default function Simulation() {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const { id = '' } = useParams();
  const params = { path: { simulation_id: id } };
  const query = hooks.useQuery(
    'get',
    '/api/pricing/v1/simulations/{simulation_id}',
    { params },
    { refetchInterval: ({ state }) => (state.data?.status === 'running' ? AGAIN_MS : false) },
  );
  const { data: simulation, error } = query;
  useDocumentName(simulation?.name);
  const cancel = useAct({
    act: () => api.POST('/api/pricing/v1/simulations/{simulation_id}/cancel', { params }),
    done: () => t('simulations.cancelled'),
  });
  if (error) return <PageTrouble title={t('screens.simulation')} error={error} onRetry={() => void query.refetch()} />;
  if (!simulation) return <PageSkeleton />;
  const isRunning = simulation.status === 'running';
  return (
    <Page
      title={simulation.name}
      badges={<StatusBadge list="simulationStatus" value={simulation.status} />}
      note={
        <Text span inherit>
          <Person subject={simulation.requested_by} /> · {format.time(simulation.created_at)}
        </Text>
      }
      actions={
        isRunning && may('pricing.simulations.write') ? (
          <Button
            variant="default"
            leftSection={<IconPlayerStop size={15} />}
            loading={cancel.isPending}
            onClick={() => cancel.mutate()}
          >
            {t('simulations.cancel')}
          </Button>
        ) : null
      }
    >
      <Stack gap="md">
        {isRunning ? (
          <Card>
            <Advance simulation={simulation} />
          </Card>
        ) : null}
        {simulation.total ? (
          <Totals total={simulation.total} />
        ) : (
          <Text c="dimmed">{isRunning ? t('simulations.nothingYet') : t('simulations.noStopped')}</Text>
        )}
        <Effects id={id} done={simulation.lines_done} />
        <StoppedLines id={id} done={simulation.lines_done} />
      </Stack>
    </Page>
  );
}

function Totals({ total }: { total: OfPricing['Amounts'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const change = (before: string, after: string) => {
    const difference = sumOf([after, before.startsWith('-') ? before.slice(1) : `-${before}`]);
    return `${format.money(after)} (${difference.startsWith('-') ? '' : '+'}${format.money(difference)})`;
  };
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }} spacing="sm">
      <Figure name={t('simulations.revenue')} value={change(total.revenue_before, total.revenue_after)} />
      <Figure name={t('simulations.marginAmount')} value={change(total.margin_before, total.margin_after)} />
      <Figure
        name={t('simulations.stopped')}
        value={`${format.number(total.lines_stopped_before)} › ${format.number(total.lines_stopped_after)}`}
      />
      <Figure
        name={`${t('simulations.linesCount')} (${t('simulations.withoutCost')})`}
        value={`${format.number(total.lines)} (${format.number(total.lines_without_cost)})`}
      />
    </SimpleGrid>
  );
}
