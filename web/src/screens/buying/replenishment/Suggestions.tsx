import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconShoppingCart, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { Empty } from '~/ui/Empty';
import { Trouble } from '~/ui/Trouble';
import { useAct } from '~/ui/useAct';

import { OrdersMade } from './OrdersMade';
import { accepted, groupsOf, type Typed } from './plan';
import { SuggestionGroup } from './SuggestionGroup';
import { useOrdering } from './useOrdering';

const AT_ONCE = 200;

/** Proposals by who delivers; those chosen become orders and transfers in one step. */
export function Suggestions() {
  const { t } = useTranslation();
  const may = useMay();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [typed, setTyped] = useState<Typed>({});
  const query = hooks.useQuery('get', '/api/inventory/v1/replenishment/suggestions', {
    params: { query: { status: 'open', sort: 'needed_on', limit: AT_ONCE } },
  });
  const isBuyer = may('purchasing.orders.write');
  const order = useOrdering(isBuyer);
  const items = query.data?.items ?? [];
  const picked = items.filter(({ id }) => chosen.has(id));
  const body = accepted(picked, typed);
  const bought = picked.filter((it) => it.source_warehouse === null).map(({ id }) => id);
  const dismiss = useAct({
    act: () =>
      api.POST('/api/inventory/v1/replenishment/suggestions/dismiss', { body: { ids: picked.map(({ id }) => id) } }),
    done: () => t('replenishment.dismissed', { count: picked.length }),
  });
  const choose = (ids: string[], isChosen: boolean) =>
    setChosen((before) => new Set(isChosen ? [...before, ...ids] : [...before].filter((id) => !ids.includes(id))));
  if (query.error) return <Trouble error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <Stack gap="md">
      {order.error ? <Trouble error={order.error} /> : null}
      {order.data ? <OrdersMade orders={order.data.orders} /> : null}
      {order.data?.late ? (
        <Alert color="orange" variant="outline" title={t('replenishment.late')}>
          {t('replenishment.lateHint')}
        </Alert>
      ) : null}
      {query.isSuccess && items.length === 0 ? (
        <Empty title={t('replenishment.emptyTitle')} hint={t('replenishment.emptyHint')} />
      ) : null}
      {items.length > 0 && may('inventory.replenishment.write') ? (
        <Group justify="space-between">
          <Text c="dimmed">{t('replenishment.chosen', { count: picked.length, all: items.length })}</Text>
          <Group gap="xs">
            <Button
              size="sm"
              variant="subtle"
              color="gray"
              leftSection={<IconX size={15} />}
              disabled={picked.length === 0}
              loading={dismiss.isPending}
              onClick={() => dismiss.mutate()}
            >
              {t('replenishment.dismiss')}
            </Button>
            <Button
              size="sm"
              leftSection={<IconShoppingCart size={16} />}
              disabled={!body}
              loading={order.isPending}
              onClick={() => (body ? order.mutate({ body, bought }) : undefined)}
            >
              {t(isBuyer ? 'replenishment.order' : 'replenishment.accept', { count: picked.length })}
            </Button>
          </Group>
        </Group>
      ) : null}
      {groupsOf(items).map((group) => (
        <SuggestionGroup
          key={group.key}
          group={group}
          chosen={chosen}
          typed={typed}
          onChoose={choose}
          onType={(id, quantity) => setTyped((before) => ({ ...before, [id]: quantity }))}
        />
      ))}
      {query.data?.next_cursor ? <Text c="dimmed">{t('replenishment.more', { count: AT_ONCE })}</Text> : null}
    </Stack>
  );
}
