import { Alert, Anchor, Button, Stack, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import type { OfInventory } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { PaperButton } from '~/ui/PaperButton';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { StatusBadge } from '~/ui/StatusBadge';
import { Trouble } from '~/ui/Trouble';
import { useAct } from '~/ui/useAct';

import { isShort, picksOf, type Found } from './picks';
import { TaskRow } from './TaskRow';

/** A walk through the aisles: so much from each place; what is not found is picked elsewhere or becomes a backorder. */
export default function Wave() {
  const { t, i18n } = useTranslation();
  const spoken = i18n.language === 'en' ? 'en' : 'fr';
  const format = useFormat();
  const { id = '' } = useParams();
  const [found, setFound] = useState<Found>({});
  const params = { path: { wave_id: id } };
  const query = hooks.useQuery('get', '/api/inventory/v1/waves/{wave_id}', { params });
  const { data: wave, error } = query;
  useDocumentName(wave?.number);
  const pick = useAct({
    act: async () => {
      await api.POST('/api/inventory/v1/waves/{wave_id}/picks', { params, body: { lines: picks } });
      setFound({});
    },
    done: () => t('shipping.pickedDone', { count: picks.length }),
  });
  const cancel = useAct({ act: () => api.POST('/api/inventory/v1/waves/{wave_id}/cancel', { params }) });
  if (error) return <PageTrouble title={t('screens.wave')} error={error} onRetry={() => void query.refetch()} />;
  if (!wave) return <PageSkeleton />;
  const picks = picksOf(wave.tasks, found);
  const open = wave.tasks.filter(({ status }) => status === 'open');
  const short = open.filter((task) => isShort(task, found[task.id]));
  const takeAll = () => setFound(Object.fromEntries(open.map((task) => [task.id, task.quantity])));
  return (
    <Page
      title={wave.number}
      badges={<StatusBadge list="waveStatus" value={wave.status} />}
      note={
        <>
          {wave.warehouse}
          {wave.metres ? ` · ${t('shipping.walk', { metres: format.number(wave.metres, 0) })}` : ''}
        </>
      }
      actions={
        wave.status === 'open' ? (
          <>
            <PaperButton
              name={`${wave.number}.pdf`}
              load={() =>
                api.GET('/api/inventory/v1/waves/{wave_id}/paper', {
                  params: { path: { wave_id: id }, query: { language: spoken } },
                  parseAs: 'blob',
                })
              }
            />
            <Button size="sm" variant="subtle" loading={cancel.isPending} onClick={() => cancel.mutate()}>
              {t('shipping.leaveRest')}
            </Button>
            <Button size="sm" variant="default" onClick={takeAll}>
              {t('shipping.allFound')}
            </Button>
            <Button
              size="sm"
              leftSection={<IconCheck size={16} />}
              disabled={picks.length === 0}
              loading={pick.isPending}
              onClick={() => pick.mutate()}
            >
              {t('shipping.confirmPicks')}
            </Button>
          </>
        ) : null
      }
    >
      <Stack gap="md">
        {pick.error ? <Trouble error={pick.error} /> : null}
        {short.length > 0 ? (
          <Alert color="orange" variant="outline" title={t('shipping.short', { count: short.length })}>
            {t('shipping.shortHint')}
          </Alert>
        ) : null}
        <Card title={t('shipping.tasks')}>
          {wave.tasks.map((task) => (
            <TaskRow
              key={task.id}
              task={task}
              found={found[task.id] ?? ''}
              onFind={(quantity) => setFound((before) => ({ ...before, [task.id]: quantity }))}
            />
          ))}
        </Card>
        <Card title={t('shipping.toPack')}>
          <OrdersOf tasks={wave.tasks} />
        </Card>
      </Stack>
    </Page>
  );
}

function OrdersOf({ tasks }: { tasks: readonly OfInventory['TaskOut'][] }) {
  const orders = new Map(tasks.map((task) => [task.sales_order_id, task.order_number]));
  return [...orders].map(([id, number]) => (
    <Text key={id}>
      <Anchor component={Link} to={`/shipping/${id}`} underline="always">
        {number}
      </Anchor>
    </Text>
  ));
}
