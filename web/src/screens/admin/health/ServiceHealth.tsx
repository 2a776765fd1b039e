import { Badge, Button, Group, Loader, Stack, Text } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { Trouble } from '~/ui/Trouble';

import type { ServiceName } from '../services';
import { ParkedMessages } from './ParkedMessages';
import { Rebuild } from './Rebuild';

const FRESH_MS = 15_000;

/** One service; one that is away says so, and leaves the others. */
export function ServiceHealth({ service }: { service: ServiceName }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const may = useMay();
  const mayProve = may(`${service}.invariants.read`);
  const query = useQuery({
    queryKey: ['health', service],
    queryFn: async () => (await api.GET(`/api/${service}/v1/event-positions`)).data,
    refetchInterval: FRESH_MS,
    enabled: mayProve,
  });
  const { data, error } = query;
  const isFine = data?.parked_messages === 0 && data.outbox_rows === 0;
  const badge = data ? (
    <Badge color={isFine ? 'green' : data.parked_messages ? 'red' : 'blue'}>
      {t(isFine ? 'health.fine' : data.parked_messages ? 'health.stuck' : 'health.busy')}
    </Badge>
  ) : null;
  return (
    <Card title={word('service', service)} side={badge}>
      <Stack gap="sm">
        {error ? <Trouble error={error} onRetry={() => void query.refetch()} /> : null}
        {mayProve && query.isPending ? (
          <Loader size="xs" type="dots" role="status" aria-label={t('list.loading')} />
        ) : null}
        {data ? (
          <Facts
            rows={[
              [t('health.parked'), format.number(data.parked_messages)],
              [t('health.outbox'), format.number(data.outbox_rows)],
              [t('health.topics'), format.number(new Set(data.positions.map(({ topic }) => topic)).size)],
            ]}
          />
        ) : null}
        {may(`${service}.messages.manage`) ? <ParkedMessages service={service} /> : null}
        {service === 'reporting' && may('reporting.messages.manage') ? <Rebuild /> : null}
        {mayProve ? <Proofs service={service} /> : null}
      </Stack>
    </Card>
  );
}

/** What must hold in the service's data: looked at when somebody asks, for it reads all of it. */
function Proofs({ service }: { service: ServiceName }) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['health', service, 'proofs'],
    queryFn: async () => (await api.GET(`/api/${service}/v1/invariants`)).data,
    enabled: false,
  });
  const checks = query.data?.checks ?? [];
  return (
    <>
      <Group>
        <Button
          variant="default"
          leftSection={<IconShieldCheck size={15} />}
          loading={query.isFetching}
          onClick={() => void query.refetch()}
        >
          {t('health.check')}
        </Button>
      </Group>
      {query.error ? <Trouble error={query.error} /> : null}
      {checks.map(({ name, ok, detail }) => (
        <Group key={name} gap="xs" wrap="nowrap" align="flex-start">
          <Badge color={ok ? 'green' : 'red'} miw={64}>
            {t(ok ? 'health.holds' : 'health.broken')}
          </Badge>
          <Text size="sm" lang="en">
            {name}
            <Text span size="sm" c="dimmed">
              {detail ? ` · ${detail}` : ''}
            </Text>
          </Text>
        </Group>
      ))}
    </>
  );
}
