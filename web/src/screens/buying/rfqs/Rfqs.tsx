import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api } from '~/api/client';
import { usePersonName } from '~/api/people';
import type { OfPurchasing } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { StatusBadge } from '~/ui/StatusBadge';

type Rfq = OfPurchasing['RfqHead'];

const STATES = ['open', 'awarded', 'cancelled'] as const;

/** What suppliers are asked for. */
export default function Rfqs() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const may = useMay();
  const columns: Column<Rfq>[] = [
    { key: 'number', title: t('common.number'), cell: (it) => it.number, text: (it) => it.number, onPhone: 'title' },
    {
      key: 'status',
      title: t('common.status'),
      cell: (it) => <StatusBadge list="rfqStatus" value={it.status} />,
      text: (it) => word('rfqStatus', it.status),
      onPhone: 'side',
    },
    { key: 'site', title: t('common.site'), cell: (it) => it.warehouse, text: (it) => it.warehouse, onPhone: 'line' },
    {
      key: 'until',
      title: t('rfqs.respondBy'),
      cell: (it) => format.date(it.respond_by),
      text: (it) => it.respond_by,
      onPhone: 'line',
    },
    { key: 'note', title: t('rfqs.note'), cell: (it) => it.note, text: (it) => it.note },
    {
      key: 'by',
      title: t('rfqs.openedBy'),
      cell: (it) => <Person subject={it.opened_by} />,
      text: (it) => it.opened_by,
    },
  ];
  const filters: Filter[] = [
    {
      kind: 'choice',
      key: 'status',
      label: t('common.status'),
      options: STATES.map((value) => ({ value, label: word('rfqStatus', value) })),
    },
  ];
  return (
    <List
      id="rfqs"
      title={t('screens.rfqs')}
      columns={columns}
      filters={filters}
      defaultSort="-created_at"
      load={async ({ status }, asked) => {
        const query = { ...asked, status: status as Rfq['status'] | undefined };
        return (await api.GET('/api/purchasing/v1/rfqs', { params: { query } })).data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      rowPath={(it) => `/rfqs/${it.id}`}
      actions={
        may('purchasing.rfqs.write') ? (
          <Button component={Link} to="/rfqs/new" leftSection={<IconPlus size={15} />}>
            {t('screens.newRfq')}
          </Button>
        ) : null
      }
      empty={{ title: t('rfqs.emptyTitle'), hint: t('rfqs.emptyHint') }}
    />
  );
}

function Person({ subject }: { subject: string }) {
  return usePersonName(subject);
}
