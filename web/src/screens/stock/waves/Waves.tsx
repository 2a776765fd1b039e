import { Button, Group } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api } from '~/api/client';
import { usePersonName } from '~/api/people';
import type { OfInventory } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { WarehousePicker } from '~/ui/form/WarehousePicker';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { StatusBadge } from '~/ui/StatusBadge';
import { Trouble } from '~/ui/Trouble';

type Wave = OfInventory['WaveHead'];

const STATES = ['open', 'done', 'cancelled'] as const;

/** Pick waves; a new one takes the orders that are next, by priority and age. */
export default function Waves() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const columns: Column<Wave>[] = [
    { key: 'number', title: t('common.number'), cell: (it) => it.number, text: (it) => it.number, onPhone: 'title' },
    {
      key: 'status',
      title: t('common.status'),
      cell: (it) => <StatusBadge list="waveStatus" value={it.status} />,
      text: (it) => it.status,
      onPhone: 'side',
    },
    { key: 'site', title: t('common.site'), cell: (it) => it.warehouse, text: (it) => it.warehouse, onPhone: 'line' },
    {
      key: 'by',
      title: t('shipping.openedBy'),
      cell: (it) => <OpenedBy subject={it.created_by} />,
      text: (it) => it.created_by,
    },
    {
      key: 'at',
      title: t('shipping.openedAt'),
      cell: (it) => format.time(it.created_at),
      text: (it) => it.created_at,
      sort: 'created_at',
      onPhone: 'line',
    },
    {
      key: 'ended',
      title: t('shipping.endedAt'),
      cell: (it) => format.time(it.ended_at),
      text: (it) => it.ended_at,
    },
  ];
  const filters: Filter[] = [
    {
      kind: 'choice',
      key: 'status',
      label: t('common.status'),
      options: STATES.map((value) => ({ value, label: word('waveStatus', value) })),
    },
  ];
  return (
    <>
      <NextOrders />
      <List
        id="waves"
        title={t('screens.waves')}
        columns={columns}
        filters={filters}
        defaultSort="-created_at"
        load={async ({ status }, asked) =>
          (await api.GET('/api/inventory/v1/waves', { params: { query: { ...asked, status } } })).data ?? { items: [] }
        }
        rowKey={(it) => it.id}
        rowPath={(it) => `/waves/${it.id}`}
        empty={{ title: t('shipping.noWaves'), hint: t('shipping.noWavesHint') }}
      />
    </>
  );
}

function OpenedBy({ subject }: { subject: string }) {
  return usePersonName(subject);
}

function NextOrders() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [warehouse, setWarehouse] = useState('');
  const open = useMutation({
    mutationFn: async () => {
      const body = { warehouse, complete_only: false, max_orders: 50 };
      return (await api.POST('/api/inventory/v1/waves', { body })).data;
    },
    onSuccess: async (made) => {
      await queries.invalidateQueries();
      if (made) await navigate(`/waves/${made.id}`);
    },
  });
  return (
    <Card title={t('shipping.nextOrders')}>
      {open.error ? <Trouble error={open.error} /> : null}
      <Group gap="sm" align="flex-end">
        <WarehousePicker value={warehouse} onChange={setWarehouse} />
        <Button
          leftSection={<IconListCheck size={16} />}
          disabled={!warehouse}
          loading={open.isPending}
          onClick={() => open.mutate()}
        >
          {t('shipping.openWave')}
        </Button>
      </Group>
    </Card>
  );
}
