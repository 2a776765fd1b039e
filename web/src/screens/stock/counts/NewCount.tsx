import { Badge, Button, Checkbox, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { IconClipboardList } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api, hooks } from '~/api/client';
import { Card } from '~/ui/Card';
import { Choice } from '~/ui/Choice';
import { Empty } from '~/ui/Empty';
import { faultOf } from '~/ui/form/faults';
import { WarehousePicker } from '~/ui/form/WarehousePicker';
import { Table } from '~/ui/list/Table';
import { ProductName } from '~/ui/Name';
import { Page } from '~/ui/Page';
import { Trouble } from '~/ui/Trouble';

import { countOf, SCOPES, type Scope, type Wanted } from './sheet';

const EMPTY: Wanted = { warehouse: '', scope: 'due', due: '50', zone: '', isBlind: true };

/** What to count next, by class and risk, and a count of it. */
export default function NewCount() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [wanted, setWanted] = useState<Wanted>(EMPTY);
  const set = (part: Partial<Wanted>) => setWanted((before) => ({ ...before, ...part }));
  const body = countOf(wanted);
  const open = useMutation({
    mutationFn: async () => (body ? (await api.POST('/api/inventory/v1/counts', { body })).data : undefined),
    onSuccess: async (made) => {
      await queries.invalidateQueries();
      if (made) await navigate(`/counts/${made.id}`);
    },
  });
  return (
    <Page
      title={t('screens.newCount')}
      note={t('counts.hint')}
      actions={
        <Button
          size="sm"
          leftSection={<IconClipboardList size={16} />}
          disabled={!body}
          loading={open.isPending}
          onClick={() => open.mutate()}
        >
          {t('counts.open')}
        </Button>
      }
    >
      <Stack gap="md">
        {open.error ? <Trouble error={open.error} /> : null}
        <Card title={t('counts.what')}>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <WarehousePicker
              value={wanted.warehouse}
              error={faultOf(open.error, 'warehouse')}
              onChange={(warehouse) => set({ warehouse })}
            />
            <Stack gap={6} justify="flex-end">
              <Choice
                label={t('counts.what')}
                value={wanted.scope}
                options={SCOPES.map((value) => ({ value, label: t(`counts.scope.${value}`) }))}
                onChange={(scope: Scope) => set({ scope })}
              />
            </Stack>
            {wanted.scope === 'due' ? (
              <TextInput
                label={t('counts.howMany')}
                inputMode="numeric"
                value={wanted.due}
                error={faultOf(open.error, 'due')}
                onChange={(event) => set({ due: event.currentTarget.value })}
              />
            ) : null}
            {wanted.scope === 'zone' ? (
              <TextInput
                label={t('counts.zone')}
                description={t('counts.zoneHint')}
                value={wanted.zone}
                error={faultOf(open.error, 'zone')}
                onChange={(event) => set({ zone: event.currentTarget.value })}
              />
            ) : null}
            <Checkbox
              size="xs"
              label={t('counts.blind')}
              description={t('counts.blindHint')}
              checked={wanted.isBlind}
              onChange={(event) => set({ isBlind: event.currentTarget.checked })}
            />
          </SimpleGrid>
        </Card>
        {wanted.warehouse ? <Plan warehouse={wanted.warehouse} /> : null}
      </Stack>
    </Page>
  );
}

const SHOWN = 50;

/** What is due, the most urgent first, and why. */
function Plan({ warehouse }: { warehouse: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = hooks.useQuery('get', '/api/inventory/v1/count-plan', {
    params: { query: { warehouse, limit: SHOWN } },
  });
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  if (data.items.length === 0) return <Empty title={t('counts.nothingDue')} hint={t('counts.nothingDueHint')} />;
  return (
    <Card title={t('counts.plan')} side={<Badge color="gray">{data.items.length}</Badge>} isFlush>
      <Table
        label={t('counts.plan')}
        rows={data.items}
        rowKey={(it) => `${it.product_id} ${it.location} ${it.lot ?? ''}`}
        columns={[
          { key: 'place', title: t('counts.place'), cell: (it) => it.location, text: () => '', onPhone: 'title' },
          {
            key: 'product',
            title: t('common.product'),
            cell: (it) => <ProductName id={it.product_id} />,
            text: () => '',
            onPhone: 'line',
          },
          { key: 'lot', title: t('receive.lot'), cell: (it) => it.lot, text: () => '' },
          {
            key: 'class',
            title: t('counts.class'),
            cell: (it) => <Badge color="gray">{it.class}</Badge>,
            text: () => '',
          },
          {
            key: 'risk',
            title: t('counts.risk'),
            cell: (it) => <Badge color={it.risk >= 100 ? 'orange' : 'gray'}>{it.risk}</Badge>,
            text: () => '',
            isFigure: true,
            onPhone: 'side',
          },
          {
            key: 'why',
            title: t('counts.why'),
            cell: (it) => <Text size="sm">{it.reasons.join(' · ')}</Text>,
            text: () => '',
            onPhone: 'line',
          },
        ]}
      />
    </Card>
  );
}
