import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api } from '~/api/client';
import { findPartner } from '~/api/names';
import type { OfSales } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { PartnerName } from '~/ui/Name';
import { StatusBadge } from '~/ui/StatusBadge';

import { standing } from './calls';

type Blanket = OfSales['BlanketSummary'];

/** Quantities and prices agreed for a time, called off by orders. */
export default function Blankets() {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const today = new Date().toISOString().slice(0, 10);
  const columns: Column<Blanket>[] = [
    { key: 'number', title: t('common.number'), cell: (it) => it.number, text: (it) => it.number, onPhone: 'title' },
    {
      key: 'customer',
      title: t('common.customer'),
      cell: (it) => <PartnerName id={it.customer_id} />,
      text: async (it) => (await findPartner(it.customer_id))?.name ?? '',
      onPhone: 'line',
    },
    { key: 'reference', title: t('orders.reference'), cell: (it) => it.reference, text: (it) => it.reference },
    {
      key: 'status',
      title: t('common.status'),
      cell: (it) => <StatusBadge list="blanketStatus" value={standing(it, today)} />,
      text: (it) => standing(it, today),
      onPhone: 'line',
    },
    { key: 'from', title: t('blankets.from'), cell: (it) => format.date(it.starts_on), text: (it) => it.starts_on },
    {
      key: 'until',
      title: t('blankets.until'),
      cell: (it) => format.date(it.ends_on),
      text: (it) => it.ends_on,
      sort: 'ends_on',
      onPhone: 'side',
    },
  ];
  const filters: Filter[] = [{ kind: 'partner', key: 'customer_id', label: t('common.customer'), side: 'customer' }];
  return (
    <List
      id="blankets"
      title={t('screens.blankets')}
      columns={columns}
      filters={filters}
      defaultSort="-ends_on"
      load={async ({ customer_id }, asked) => {
        const { data } = await api.GET('/api/sales/v1/blanket-orders', {
          params: { query: { ...asked, customer_id } },
        });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      rowPath={(it) => `/blanket-orders/${it.id}`}
      actions={
        may('sales.blankets.write') ? (
          <Button component={Link} to="/blanket-orders/new" size="sm" leftSection={<IconPlus size={16} />}>
            {t('blankets.create')}
          </Button>
        ) : null
      }
      empty={{ title: t('blankets.emptyTitle'), hint: t('blankets.emptyHint') }}
    />
  );
}
