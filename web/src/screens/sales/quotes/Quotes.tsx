import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { StatusBadge } from '~/ui/StatusBadge';

type Offer = OfSales['OfferSummary'];

const STATES = [
  'draft',
  'awaiting-approval',
  'approved',
  'sent',
  'accepted',
  'refused',
  'expired',
  'withdrawn',
] as const satisfies readonly Offer['status'][];

/** All quotes, each by its newest version. */
export default function Quotes() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const may = useMay();
  const columns: Column<Offer>[] = [
    {
      key: 'number',
      title: t('common.number'),
      cell: (it) => `${it.number} v${it.edition}`,
      text: (it) => `${it.number} v${it.edition}`,
      sort: 'number',
      onPhone: 'title',
    },
    {
      key: 'customer',
      title: t('common.customer'),
      cell: (it) => it.customer_name ?? '–',
      text: (it) => it.customer_name,
      onPhone: 'line',
    },
    {
      key: 'status',
      title: t('common.status'),
      cell: (it) => <StatusBadge list="offerStatus" value={it.status} />,
      text: (it) => word('offerStatus', it.status),
      onPhone: 'line',
    },
    {
      key: 'until',
      title: t('quotes.validUntil'),
      cell: (it) => format.date(it.valid_until),
      text: (it) => it.valid_until,
      sort: 'valid_until',
      onPhone: 'line',
    },
    {
      key: 'reference',
      title: t('orders.reference'),
      cell: (it) => it.customer_reference,
      text: (it) => it.customer_reference,
    },
    { key: 'salesperson', title: t('orders.salesperson'), cell: (it) => it.salesperson, text: (it) => it.salesperson },
    {
      key: 'created',
      title: t('orders.created'),
      cell: (it) => format.time(it.created_at),
      text: (it) => it.created_at,
      sort: 'created_at',
      isHidden: true,
    },
    {
      key: 'margin',
      title: t('common.margin'),
      cell: (it) => format.money(it.margin, it.currency),
      text: (it) => it.margin,
      isFigure: true,
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
    { kind: 'search', key: 'q', label: t('quotes.search') },
    {
      kind: 'choice',
      key: 'status',
      label: t('common.status'),
      options: STATES.map((value) => ({ value, label: word('offerStatus', value) })),
    },
    { kind: 'partner', key: 'customer_id', label: t('common.customer'), side: 'customer' },
  ];
  return (
    <List
      id="quotes"
      title={t('screens.quotes')}
      columns={columns}
      filters={filters}
      defaultSort="-created_at"
      load={async ({ q, status, customer_id }, asked) => {
        const query = { ...asked, q, customer_id, status: status as Offer['status'] | undefined };
        const { data } = await api.GET('/api/sales/v1/offers', { params: { query } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.offer_id}
      rowPath={(it) => `/quotes/${it.offer_id}`}
      actions={
        may('sales.offers.write') ? (
          <Button component={Link} to="/quotes/new" leftSection={<IconPlus size={15} />}>
            {t('screens.newQuote')}
          </Button>
        ) : null
      }
      empty={{ title: t('quotes.emptyTitle'), hint: t('quotes.emptyHint') }}
    />
  );
}
