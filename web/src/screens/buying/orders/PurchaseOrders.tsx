import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { EachDialog } from '~/ui/bulk/EachDialog';
import type { Job } from '~/ui/bulk/job';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { partnerText } from '~/ui/list/texts';
import { PartnerName } from '~/ui/Name';
import { StatusBadge } from '~/ui/StatusBadge';

import { PurchaseBulk, type Order } from './PurchaseBulk';

const STATES = ['draft', 'awaiting-approval', 'placed', 'received', 'closed', 'cancelled'] as const;

export default function PurchaseOrders() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const may = useMay();
  const [job, setJob] = useState<Job<Order> | null>(null);
  const columns: Column<Order>[] = [
    {
      key: 'number',
      title: t('common.number'),
      cell: (it) => it.number,
      text: (it) => it.number,
      sort: 'number',
      onPhone: 'title',
    },
    {
      key: 'supplier',
      title: t('common.supplier'),
      cell: (it) => <PartnerName id={it.supplier_id} />,
      text: (it) => partnerText(it.supplier_id),
      onPhone: 'line',
    },
    {
      key: 'date',
      title: t('buying.orderedOn'),
      cell: (it) => format.date(it.ordered_on),
      text: (it) => it.ordered_on,
      sort: 'ordered_on',
      onPhone: 'line',
    },
    {
      key: 'status',
      title: t('common.status'),
      cell: (it) => <StatusBadge list="orderStatus" value={it.status} />,
      text: (it) => word('orderStatus', it.status),
      onPhone: 'line',
    },
    { key: 'site', title: t('common.site'), cell: (it) => it.warehouse, text: (it) => it.warehouse },
    {
      key: 'reference',
      title: t('buying.reference'),
      cell: (it) => it.supplier_reference,
      text: (it) => it.supplier_reference,
    },
    {
      key: 'acknowledged',
      title: t('buying.acknowledged'),
      cell: (it) => format.date(it.acknowledged_at),
      text: (it) => it.acknowledged_at,
      isHidden: true,
    },
    {
      key: 'net',
      title: t('common.net'),
      cell: (it) => format.money(it.net, it.currency),
      text: (it) => it.net,
      sort: 'net',
      isFigure: true,
      onPhone: 'side',
    },
  ];
  const filters: Filter[] = [
    {
      kind: 'choice',
      key: 'status',
      label: t('common.status'),
      options: STATES.map((value) => ({ value, label: word('orderStatus', value) })),
    },
    { kind: 'partner', key: 'supplier_id', label: t('common.supplier'), side: 'supplier' },
  ];
  return (
    <>
      <List
        id="purchase-orders"
        title={t('screens.purchaseOrders')}
        columns={columns}
        filters={filters}
        defaultSort="-created_at"
        load={async ({ status, supplier_id }, asked) => {
          const query = { ...asked, supplier_id, status: status as Order['status'] | undefined };
          const { data } = await api.GET('/api/purchasing/v1/purchase-orders', { params: { query } });
          return data ?? { items: [] };
        }}
        rowKey={(it) => it.id}
        rowPath={(it) => `/purchase-orders/${it.id}`}
        actions={
          may('purchasing.orders.write') ? (
            <Button component={Link} to="/purchase-orders/new" leftSection={<IconPlus size={15} />}>
              {t('screens.newPurchase')}
            </Button>
          ) : null
        }
        empty={{ title: t('buying.emptyTitle'), hint: t('buying.emptyHint') }}
        bulk={(rows, keep) => <PurchaseBulk orders={rows} ask={setJob} keep={keep} />}
      />
      {job ? <EachDialog job={job} onClose={() => setJob(null)} /> : null}
    </>
  );
}
