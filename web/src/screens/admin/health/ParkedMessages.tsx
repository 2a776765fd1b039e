import { Button, Group, Text } from '@mantine/core';
import { IconRefresh, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { useFormat } from '~/i18n/useFormat';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { Trouble } from '~/ui/Trouble';
import { useAct } from '~/ui/useAct';

import type { ServiceName } from '../services';
import classes from './health.module.css';

/** Messages that could not be applied, with why; each is sent through again, or given up for a reason. */
export function ParkedMessages({ service }: { service: ServiceName }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [givenUp, setGivenUp] = useState<number | null>(null);
  const query = useQuery({
    queryKey: ['health', service, 'parked'],
    queryFn: async () =>
      (await api.GET(`/api/${service}/v1/parked-messages`, { params: { query: { limit: 50 } } })).data,
  });
  const replay = useAct<number>({
    act: (parked_id) =>
      api.POST(`/api/${service}/v1/parked-messages/{parked_id}/replay`, { params: { path: { parked_id } } }),
    done: () => t('health.replayed'),
  });
  const discard = useAct<{ id: number; reason: string }>({
    act: ({ id, reason }) =>
      api.POST(`/api/${service}/v1/parked-messages/{parked_id}/discard`, {
        params: { path: { parked_id: id } },
        body: { reason },
      }),
    done: () => t('health.discarded'),
  });
  if (query.error) return <Trouble error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <>
      {(query.data?.items ?? []).map((message) => (
        <div key={message.id} className={classes.parked} role="group" aria-label={message.type}>
          <Text fw={560}>{message.type.split('.').at(-1)}</Text>
          <Text size="sm" c="dimmed">
            {message.topic} · {format.time(message.published_at)}
          </Text>
          <Text size="sm" lang="en">
            {message.error}
          </Text>
          <Group gap="xs" mt={6}>
            <Button
              leftSection={<IconRefresh size={15} />}
              loading={replay.isPending}
              onClick={() => replay.mutate(message.id)}
            >
              {t('health.replay')}
            </Button>
            <Button variant="default" leftSection={<IconTrash size={15} />} onClick={() => setGivenUp(message.id)}>
              {t('health.discard')}
            </Button>
          </Group>
        </div>
      ))}
      <ReasonDialog
        title={t('health.discard')}
        hint={t('health.discardHint')}
        isOpen={givenUp !== null}
        isBusy={discard.isPending}
        onClose={() => setGivenUp(null)}
        onGive={(reason) => {
          if (givenUp !== null) discard.mutate({ id: givenUp, reason }, { onSuccess: () => setGivenUp(null) });
        }}
      />
    </>
  );
}
