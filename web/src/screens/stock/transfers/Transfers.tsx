import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api } from '~/api/client';
import type { OfInventory } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { StatusBadge } from '~/ui/StatusBadge';

type Transfer = OfInventory['TransferOrderHead'];

const STATES = ['draft', 'released', 'in-transit', 'closed', 'cancelled'] as const;

/** Goods between sites: what is asked for, under way and arrived. */
export default function Transfers() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const may = useMay();
  const columns: Column<Transfer>[] = [
    { key: 'number', title: t('common.number'), cell: (it) => it.number, text: (it) => it.number, onPhone: 'title' },
    {
      key: 'status',
      title: t('common.status'),
      cell: (it) => <StatusBadge list="transferStatus" value={it.status} />,
      text: (it) => word('transferStatus', it.status),
      onPhone: 'side',
    },
    { key: 'source', title: t('transfers.from'), cell: (it) => it.source, text: (it) => it.source, onPhone: 'line' },
    {
      key: 'destination',
      title: t('transfers.to'),
      cell: (it) => it.destination,
      text: (it) => it.destination,
      onPhone: 'line',
    },
    {
      key: 'expected',
      title: t('buying.expectedOn'),
      cell: (it) => format.date(it.expected_on),
      text: (it) => it.expected_on,
      onPhone: 'line',
    },
    { key: 'reason', title: t('common.reason'), cell: (it) => it.reason, text: (it) => it.reason },
    {
      key: 'created',
      title: t('orders.created'),
      cell: (it) => format.time(it.created_at),
      text: (it) => it.created_at,
      sort: 'created_at',
    },
  ];
  const filters: Filter[] = [
    {
      kind: 'choice',
      key: 'status',
      label: t('common.status'),
      options: STATES.map((value) => ({ value, label: word('transferStatus', value) })),
    },
    { kind: 'tick', key: 'late', label: t('transfers.lateOnly') },
  ];
  return (
    <List
      id="transfers"
      title={t('screens.transfers')}
      columns={columns}
      filters={filters}
      defaultSort="-created_at"
      load={async ({ status, late }, asked) => {
        const query = { ...asked, status: status as Transfer['status'] | undefined, late: late === 'true' };
        return (await api.GET('/api/inventory/v1/transfer-orders', { params: { query } })).data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      rowPath={(it) => `/transfers/${it.id}`}
      actions={
        may('inventory.transfers.write') ? (
          <Button component={Link} to="/transfers/new" leftSection={<IconPlus size={15} />}>
            {t('screens.newTransfer')}
          </Button>
        ) : null
      }
      empty={{ title: t('transfers.emptyTitle'), hint: t('transfers.emptyHint') }}
    />
  );
}
