import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api } from '~/api/client';
import { findPartner } from '~/api/names';
import type { OfSales } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { PartnerName } from '~/ui/Name';
import { StatusBadge } from '~/ui/StatusBadge';

type Dispute = OfSales['DisputeSummary'];

const STATES = ['open', 'awaiting-approval', 'settled', 'rejected'] as const satisfies readonly Dispute['status'][];

/** Prices that customers claim were otherwise. */
export default function Disputes() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const may = useMay();
  const columns: Column<Dispute>[] = [
    { key: 'number', title: t('common.number'), cell: (it) => it.number, text: (it) => it.number, onPhone: 'title' },
    {
      key: 'customer',
      title: t('common.customer'),
      cell: (it) => <PartnerName id={it.customer_id} />,
      text: async (it) => (await findPartner(it.customer_id))?.name ?? '',
      onPhone: 'line',
    },
    {
      key: 'date',
      title: t('common.date'),
      cell: (it) => format.date(it.created_at),
      text: (it) => it.created_at,
      sort: 'created_at',
      onPhone: 'side',
    },
    {
      key: 'status',
      title: t('common.status'),
      cell: (it) => <StatusBadge list="priceDispute" value={it.status} />,
      text: (it) => word('priceDispute', it.status),
      onPhone: 'line',
    },
    { key: 'reason', title: t('common.reason'), cell: (it) => it.reason, text: (it) => it.reason, onPhone: 'line' },
  ];
  const filters: Filter[] = [
    {
      kind: 'choice',
      key: 'status',
      label: t('common.status'),
      options: STATES.map((value) => ({ value, label: word('priceDispute', value) })),
    },
    { kind: 'partner', key: 'customer_id', label: t('common.customer'), side: 'customer' },
  ];
  return (
    <List
      id="price-disputes"
      title={t('screens.priceDisputes')}
      columns={columns}
      filters={filters}
      defaultSort="-created_at"
      load={async ({ status, customer_id }, asked) => {
        const query = { ...asked, customer_id, status: status as Dispute['status'] | undefined };
        const { data } = await api.GET('/api/sales/v1/price-disputes', { params: { query } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      rowPath={(it) => `/price-disputes/${it.id}`}
      actions={
        may('sales.returns.write') ? (
          <Button component={Link} to="/price-disputes/new" leftSection={<IconPlus size={15} />}>
            {t('screens.newPriceDispute')}
          </Button>
        ) : null
      }
      empty={{ title: t('returns.noDisputes'), hint: t('returns.noDisputesHint') }}
    />
  );
}
