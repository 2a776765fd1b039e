import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { IconDatabaseImport } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { useFormat } from '~/i18n/useFormat';
import { ConfirmDialog } from '~/ui/ConfirmDialog';
import { Trouble } from '~/ui/Trouble';
import { useAct } from '~/ui/useAct';

const KEY = ['health', 'reporting', 'rebuild'];
const LOOK_MS = { open: 1_000, closed: 15_000 };

/** The figures computed anew from the topics while they serve: asked for, followed, given up. */
export function Rebuild() {
  const { t } = useTranslation();
  const format = useFormat();
  const [isAsking, setAsking] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: KEY,
    queryFn: async () => (await api.GET('/api/reporting/v1/rebuild')).data,
    refetchInterval: ({ state }) => (isOpen(state.data?.status) ? LOOK_MS.open : LOOK_MS.closed),
  });
  const ask = useAct({
    act: () => api.POST('/api/reporting/v1/rebuild'),
    done: () => t('rebuild.asked'),
    changes: [KEY],
  });
  const cancel = useAct({
    act: () => api.POST('/api/reporting/v1/rebuild/cancel'),
    done: () => t('rebuild.cancelled'),
    changes: [KEY],
  });
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  const percent = data.of ? Math.floor((100 * data.applied) / data.of) : 0;
  return (
    <Stack gap={6} role="group" aria-label={t('rebuild.title')}>
      {isOpen(data.status) ? (
        <>
          <Progress value={percent} aria-label={t('rebuild.title')} />
          <Text size="sm">
            {t('rebuild.progress', { applied: format.number(data.applied), of: format.number(data.of), percent })}
          </Text>
        </>
      ) : null}
      {data.status === 'done' && data.ended_at ? (
        <Text size="sm" c="dimmed">
          {t('rebuild.done', { when: format.time(data.ended_at) })}
        </Text>
      ) : null}
      <Group>
        {isOpen(data.status) ? (
          <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
            {t('rebuild.cancel')}
          </Button>
        ) : (
          <Button
            variant="default"
            leftSection={<IconDatabaseImport size={15} />}
            loading={ask.isPending}
            onClick={() => setAsking(true)}
          >
            {t('rebuild.ask')}
          </Button>
        )}
      </Group>
      <ConfirmDialog
        title={t('rebuild.ask')}
        isOpen={isAsking}
        isBusy={ask.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => ask.mutate(undefined, { onSettled: () => setAsking(false) })}
      >
        <Text size="sm">{t('rebuild.hint')}</Text>
      </ConfirmDialog>
    </Stack>
  );
}

function isOpen(status: string | null | undefined): boolean {
  return status === 'asked' || status === 'running';
}
