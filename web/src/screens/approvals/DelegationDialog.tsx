import { Button, Group, Modal, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import { usePersonName } from '~/api/people';
import type { OfSales } from '~/api/schemas';
import { useMay, usePerson } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useAct } from '~/ui/useAct';

import { delegable } from './delegable';
import { ASKING, type Asking } from './asking';

type Delegation = OfSales['DelegationOut'] & { service: Asking };

/** Let somebody decide in one's name for a time, in every service where one decides. */
export function DelegationDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const me = usePerson();
  const [typed, setTyped] = useState('');
  const [query] = useDebouncedValue(typed, 200);
  const [delegate, setDelegate] = useState<string | null>(null);
  const [until, setUntil] = useState('');
  const [reason, setReason] = useState('');
  const params = { query: { q: query, limit: 20 } };
  const people = hooks.useQuery(
    'get',
    '/api/identity/v1/people',
    { params },
    { enabled: isOpen && me.permissions.has('identity.people.read') },
  );
  const colleagues = (people.data?.items ?? []).filter((each) => each.subject !== me.subject && each.is_active);

  const give = useAct({
    act: () =>
      Promise.all(
        delegable(me.permissions).map(([service, permissions]) =>
          api.POST(`/api/${service}/v1/delegations`, {
            body: { delegate: delegate ?? '', permissions, ends_at: `${until}T23:59:59Z`, reason },
          }),
        ),
      ),
    done: () => t('approvals.delegated'),
  });

  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('approvals.delegateTitle')}
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          give.mutate(undefined, { onSuccess: onClose });
        }}
      >
        <Stack gap="md">
          <Text c="dimmed">{t('approvals.delegateHint')}</Text>
          <Select
            size="sm"
            label={t('approvals.delegateTo')}
            searchable
            required
            data={colleagues.map((each) => ({ value: each.subject, label: each.name }))}
            searchValue={typed}
            onSearchChange={setTyped}
            value={delegate}
            onChange={setDelegate}
          />
          <TextInput
            size="sm"
            type="date"
            label={t('approvals.until')}
            required
            value={until}
            onChange={(event) => setUntil(event.currentTarget.value)}
          />
          <TextInput
            size="sm"
            label={t('common.reason')}
            placeholder={t('approvals.delegateReason')}
            required
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button type="submit" size="sm" loading={give.isPending} disabled={!delegate || !until || !reason.trim()}>
              {t('approvals.delegate')}
            </Button>
          </Group>
        </Stack>
      </form>
      {isOpen ? <Given /> : null}
    </Modal>
  );
}

function Given() {
  const { t } = useTranslation();
  const me = usePerson();
  const may = useMay();
  const services = ASKING.filter((service) => may(`${service}.approvals.read`));
  const given = useQueries({
    queries: services.map((service) => ({
      queryKey: ['delegations', service],
      queryFn: async (): Promise<Delegation[]> => {
        const { data } = await api.GET(`/api/${service}/v1/delegations`, {
          params: { query: { limit: 50, sort: '-ends_at' } },
        });
        return (data?.items ?? []).map((each) => ({ ...each, service }));
      },
    })),
    combine: (results) => results.flatMap((result) => result.data ?? []),
  });
  const now = new Date().toISOString();
  const running = given.filter((each) => each.delegator === me.subject && !each.revoked_at && each.ends_at > now);
  const revoke = useAct<Delegation>({
    act: ({ service, id }) =>
      api.POST(`/api/${service}/v1/delegations/{delegation_id}/revoke`, { params: { path: { delegation_id: id } } }),
    done: () => t('approvals.revoked'),
  });
  if (running.length === 0) return null;
  return (
    <Stack gap="xs" mt="lg">
      <Title order={3} size="sm">
        {t('approvals.delegations')}
      </Title>
      {running.map((each) => (
        <GivenRow key={each.id} delegation={each} onRevoke={() => revoke.mutate(each)} />
      ))}
    </Stack>
  );
}

function GivenRow({ delegation, onRevoke }: { delegation: Delegation; onRevoke: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = usePersonName(delegation.delegate);
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm" miw={0}>
        {name} · {delegation.permission} · {format.date(delegation.ends_at)}
      </Text>
      <Button variant="subtle" color="red" onClick={onRevoke}>
        {t('approvals.revoke')}
      </Button>
    </Group>
  );
}
