import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api } from '~/api/client';
import { usePersonName } from '~/api/people';
import type { OfInventory } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { StatusBadge } from '~/ui/StatusBadge';

type Count = OfInventory['CountOut'];

const STATES = ['counting', 'awaiting-approval', 'posted', 'cancelled'] as const;

/** Stock-takes: how far each is. */
export default function Counts() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const may = useMay();
  const columns: Column<Count>[] = [
    { key: 'number', title: t('common.number'), cell: (it) => it.number, text: (it) => it.number, onPhone: 'title' },
    {
      key: 'status',
      title: t('common.status'),
      cell: (it) => <StatusBadge list="countStatus" value={it.status} />,
      text: (it) => word('countStatus', it.status),
      onPhone: 'side',
    },
    { key: 'site', title: t('common.site'), cell: (it) => it.warehouse, text: (it) => it.warehouse, onPhone: 'line' },
    {
      key: 'done',
      title: t('counts.progress'),
      cell: (it) => t('counts.doneOf', { done: format.number(it.lines - it.uncounted), all: format.number(it.lines) }),
      text: (it) => `${it.lines - it.uncounted}/${it.lines}`,
      isFigure: true,
      onPhone: 'line',
    },
    {
      key: 'again',
      title: t('counts.toRecount'),
      cell: (it) => format.number(it.to_recount),
      text: (it) => String(it.to_recount),
      isFigure: true,
    },
    {
      key: 'by',
      title: t('counts.openedBy'),
      cell: (it) => <Person subject={it.opened_by} />,
      text: (it) => it.opened_by,
    },
    {
      key: 'created',
      title: t('counts.openedAt'),
      cell: (it) => format.time(it.created_at),
      text: (it) => it.created_at,
      sort: 'created_at',
      onPhone: 'line',
    },
    { key: 'closed', title: t('counts.closedAt'), cell: (it) => format.time(it.closed_at), text: (it) => it.closed_at },
  ];
  const filters: Filter[] = [
    {
      kind: 'choice',
      key: 'status',
      label: t('common.status'),
      options: STATES.map((value) => ({ value, label: word('countStatus', value) })),
    },
  ];
  return (
    <List
      id="counts"
      title={t('screens.counts')}
      columns={columns}
      filters={filters}
      defaultSort="-created_at"
      load={async ({ status }, asked) => {
        const query = { ...asked, status: status as Count['status'] | undefined };
        return (await api.GET('/api/inventory/v1/counts', { params: { query } })).data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      rowPath={(it) => `/counts/${it.id}`}
      actions={
        may('inventory.counts.write') ? (
          <Button component={Link} to="/counts/new" leftSection={<IconPlus size={15} />}>
            {t('screens.newCount')}
          </Button>
        ) : null
      }
      empty={{ title: t('counts.emptyTitle'), hint: t('counts.emptyHint') }}
    />
  );
}

function Person({ subject }: { subject: string }) {
  return usePersonName(subject);
}
