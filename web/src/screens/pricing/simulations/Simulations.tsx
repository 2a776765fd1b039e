import { Button, Progress, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { api } from '~/api/client';
import type { OfPricing } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import type { Column } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { StatusBadge } from '~/ui/StatusBadge';

import { Person } from '../shared/Names';
import { SimulationDialog } from './SimulationDialog';

type Simulation = OfPricing['SimulationOut'];

/** What if: past orders with other costs, or by a list that is not published yet. */
export default function Simulations() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const may = useMay();
  const [search, setSearch] = useSearchParams();
  const list = search.get('list');
  const [isOpen, setIsOpen] = useState(false);
  const close = () => {
    setIsOpen(false);
    if (list) setSearch({}, { replace: true });
  };
  const columns: Column<Simulation>[] = [
    { key: 'name', title: t('pricing.name'), cell: (it) => it.name, text: (it) => it.name, onPhone: 'title' },
    {
      key: 'status',
      title: t('common.status'),
      cell: (it) => <StatusBadge list="simulationStatus" value={it.status} />,
      text: (it) => word('simulationStatus', it.status),
      onPhone: 'side',
    },
    {
      key: 'progress',
      title: t('simulations.progress'),
      cell: (it) => <Advance simulation={it} />,
      text: (it) => `${it.lines_done}/${it.lines_total}`,
      onPhone: 'line',
    },
    {
      key: 'by',
      title: t('simulations.requestedBy'),
      cell: (it) => <Person subject={it.requested_by} />,
      text: (it) => it.requested_by,
    },
    {
      key: 'at',
      title: t('simulations.createdAt'),
      cell: (it) => format.time(it.created_at),
      text: (it) => it.created_at,
      sort: 'created_at',
      onPhone: 'line',
    },
  ];
  const mayStart = may('pricing.simulations.write');
  return (
    <>
      <List
        id="simulations"
        title={t('screens.simulations')}
        columns={columns}
        defaultSort="-created_at"
        load={async (_, asked) =>
          (await api.GET('/api/pricing/v1/simulations', { params: { query: asked } })).data ?? { items: [] }
        }
        rowKey={(it) => it.id}
        rowPath={(it) => `/simulations/${it.id}`}
        empty={{ title: t('simulations.emptyTitle'), hint: t('simulations.emptyHint') }}
        actions={
          mayStart ? (
            <Button leftSection={<IconPlus size={15} />} onClick={() => setIsOpen(true)}>
              {t('simulations.new')}
            </Button>
          ) : null
        }
      />
      {mayStart && (isOpen || list) ? <SimulationDialog list={list ?? ''} onClose={close} /> : null}
    </>
  );
}

/** How far a simulation is. */
export function Advance({ simulation }: { simulation: Pick<Simulation, 'lines_done' | 'lines_total' | 'status'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { lines_done: done, lines_total: total, status } = simulation;
  const told = t('simulations.done', { done: format.number(done), total: format.number(total) });
  return (
    <div style={{ minWidth: 150 }}>
      <Text size="sm" className="figure">
        {told}
      </Text>
      <Progress
        size={5}
        value={total === 0 ? (status === 'done' ? 100 : 0) : (100 * done) / total}
        animated={status === 'running'}
        color={status === 'cancelled' ? 'gray' : 'indigo'}
        aria-label={told}
      />
    </div>
  );
}
