import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { StatusBadge } from '~/ui/StatusBadge';

type Run = OfAccounting['accounting__api__bank__run_schemas__RunHead'];

const STATUSES = ['draft', 'waiting', 'approved', 'sent', 'cancelled'] as const;

/** Payments that leave, or are collected, in one file for the bank. */
export default function Runs() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const may = useMay();
  const columns: Column<Run>[] = [
    { key: 'number', title: t('common.number'), cell: (it) => it.number, text: (it) => it.number, onPhone: 'title' },
    {
      key: 'kind',
      title: t('runs.kind'),
      cell: (it) => word('runKind', it.kind),
      text: (it) => word('runKind', it.kind),
      onPhone: 'line',
    },
    {
      key: 'created',
      title: t('runs.createdAt'),
      cell: (it) => format.time(it.created_at),
      text: (it) => it.created_at,
      sort: 'created_at',
    },
    {
      key: 'execute',
      title: t('runs.executeOn'),
      cell: (it) => format.date(it.execute_on),
      text: (it) => it.execute_on,
      onPhone: 'line',
    },
    {
      key: 'payments',
      title: t('runs.payments'),
      cell: (it) => format.number(it.payments),
      text: (it) => String(it.payments),
      isFigure: true,
      onPhone: 'line',
    },
    {
      key: 'total',
      title: t('runs.total'),
      cell: (it) => format.money(it.total, it.currency),
      text: (it) => it.total,
      isFigure: true,
      onPhone: 'line',
    },
    {
      key: 'status',
      title: t('common.status'),
      cell: (it) => <StatusBadge list="runStatus" value={it.status} />,
      text: (it) => word('runStatus', it.status),
      onPhone: 'side',
    },
  ];
  const filters: Filter[] = [
    {
      kind: 'choice',
      key: 'status',
      label: t('common.status'),
      options: STATUSES.map((value) => ({ value, label: word('runStatus', value) })),
    },
  ];
  return (
    <List
      id="payment-runs"
      title={t('screens.paymentRuns')}
      columns={columns}
      filters={filters}
      defaultSort="-created_at"
      load={async ({ status }, asked) => {
        const wanted = STATUSES.find((it) => it === status);
        const query = { ...asked, ...(wanted ? { status: wanted } : {}) };
        const { data } = await api.GET('/api/accounting/v1/payment-runs', { params: { query } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      rowPath={(it) => `/payment-runs/${it.id}`}
      actions={
        may('accounting.payment-runs.write') ? (
          <Button component={Link} to="/payment-runs/new" leftSection={<IconPlus size={15} />}>
            {t('runs.new')}
          </Button>
        ) : null
      }
      empty={{ title: t('runs.emptyTitle'), hint: t('runs.emptyHint') }}
    />
  );
}
