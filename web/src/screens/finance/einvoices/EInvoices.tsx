import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { StatusBadge } from '~/ui/StatusBadge';
import { useAct } from '~/ui/useAct';

type Flow = OfAccounting['FlowOut'];

const STATUSES: readonly Flow['status'][] = ['waiting', 'sent', 'accepted', 'refused', 'taken', 'parked'];
const DIRECTIONS: readonly Flow['direction'][] = ['out', 'in'];

/** Files on their way to the approved platform and from it; what is parked waits for people. */
export default function EInvoices() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const columns: Column<Flow>[] = [
    { key: 'name', title: t('eInvoices.file'), cell: (it) => it.name, text: (it) => it.name, onPhone: 'title' },
    {
      key: 'kind',
      title: t('eInvoices.kind'),
      cell: (it) => word('flowKind', it.kind),
      text: (it) => word('flowKind', it.kind),
      onPhone: 'line',
    },
    {
      key: 'direction',
      title: t('eInvoices.direction'),
      cell: (it) => word('flowDirection', it.direction),
      text: (it) => word('flowDirection', it.direction),
    },
    {
      key: 'created',
      title: t('eInvoices.createdAt'),
      cell: (it) => format.time(it.created_at),
      text: (it) => it.created_at,
      sort: 'created_at',
      onPhone: 'line',
    },
    {
      key: 'attempts',
      title: t('eInvoices.attempts'),
      cell: (it) => it.attempts,
      text: (it) => String(it.attempts),
      isFigure: true,
    },
    {
      key: 'error',
      title: t('eInvoices.error'),
      cell: (it) => it.error || '–',
      text: (it) => it.error,
      onPhone: 'line',
    },
    {
      key: 'status',
      title: t('common.status'),
      cell: (it) => <StatusBadge list="flowStatus" value={it.status} />,
      text: (it) => word('flowStatus', it.status),
      onPhone: 'side',
    },
    {
      key: 'act',
      title: t('years.actions'),
      cell: (it) => (it.status === 'parked' ? <Retry flow={it} /> : null),
      text: () => '',
      onPhone: 'line',
    },
  ];
  const choice = (key: 'status' | 'direction', label: string, list: 'flowStatus' | 'flowDirection'): Filter => ({
    kind: 'choice',
    key,
    label,
    options: (key === 'status' ? STATUSES : DIRECTIONS).map((value) => ({ value, label: word(list, value) })),
  });
  return (
    <List
      id="platform-flows"
      title={t('screens.eInvoices')}
      columns={columns}
      filters={[
        choice('status', t('common.status'), 'flowStatus'),
        choice('direction', t('eInvoices.direction'), 'flowDirection'),
      ]}
      defaultSort="-created_at"
      load={async ({ status, direction }, asked) => {
        const [wanted, way] = [STATUSES.find((it) => it === status), DIRECTIONS.find((it) => it === direction)];
        const query = { ...asked, ...(wanted ? { status: wanted } : {}), ...(way ? { direction: way } : {}) };
        const { data } = await api.GET('/api/accounting/v1/platform-flows', { params: { query } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      empty={{ title: t('eInvoices.emptyTitle'), hint: t('eInvoices.emptyHint') }}
    />
  );
}

function Retry({ flow }: { flow: Flow }) {
  const { t } = useTranslation();
  const may = useMay();
  const act = useAct({
    act: () =>
      api.POST('/api/accounting/v1/platform-flows/{flow_id}/retry', { params: { path: { flow_id: flow.id } } }),
    done: () => t('eInvoices.tried'),
  });
  if (!may('accounting.einvoices.write')) return null;
  return (
    <Button
      variant="subtle"
      leftSection={<IconRefresh size={14} />}
      aria-label={`${t('eInvoices.retry')} ${flow.name}`}
      loading={act.isPending}
      onClick={() => act.mutate()}
    >
      {t('eInvoices.retry')}
    </Button>
  );
}
