import { Badge, Group, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { Card } from '~/ui/Card';

import classes from './Wrong.module.css';

const SERVICES = [
  'accounting',
  'catalog',
  'identity',
  'inventory',
  'pricing',
  'purchasing',
  'reporting',
  'sales',
] as const;
const COUNTED_TO = 100;

interface Check {
  key: 'held' | 'backordered' | 'disputes' | 'overdueSupplies' | 'atRisk' | 'alerts';
  permission: string;
  path: string | null;
  count: () => Promise<number>;
}

const limit = COUNTED_TO;

const CHECKS: readonly Check[] = [
  {
    key: 'held',
    permission: 'sales.orders.read',
    path: '/orders?on_hold=true',
    count: async () => size(await api.GET('/api/sales/v1/orders', { params: { query: { on_hold: true, limit } } })),
  },
  {
    key: 'backordered',
    permission: 'inventory.stock.read',
    path: '/stock',
    count: async () =>
      size(await api.GET('/api/inventory/v1/reservations', { params: { query: { backordered: true, limit } } })),
  },
  {
    key: 'overdueSupplies',
    permission: 'purchasing.orders.read',
    path: '/purchase-orders?status=placed',
    count: async () => size(await api.GET('/api/purchasing/v1/overdue-lines', { params: { query: { limit } } })),
  },
  {
    key: 'disputes',
    permission: 'accounting.bills.read',
    path: '/disputes?is_open=true',
    count: async () =>
      size(await api.GET('/api/accounting/v1/bill-disputes', { params: { query: { is_open: true, limit } } })),
  },
  {
    key: 'atRisk',
    permission: 'accounting.credit.read',
    path: null,
    count: async () =>
      size(await api.GET('/api/accounting/v1/credit', { params: { query: { at_risk: true, limit } } })),
  },
  {
    key: 'alerts',
    permission: 'reporting.alerts.read',
    path: '/margins',
    count: async () => size(await api.GET('/api/reporting/v1/alerts', { params: { query: { limit } } })),
  },
];

/** Whatever somebody should look at, counted; only what is not zero is shown. */
export function Wrong() {
  const { t } = useTranslation();
  const may = useMay();
  const checks = CHECKS.filter((check) => may(check.permission));
  const counts = useQueries({
    queries: checks.map((check) => ({ queryKey: ['wrong', check.key], queryFn: check.count, refetchInterval: 60_000 })),
  });
  const operated = SERVICES.filter((service) => may(`${service}.messages.manage`));
  const parked = useQueries({
    queries: operated.map((service) => ({
      queryKey: ['parked', service],
      queryFn: async () => size(await api.GET(`/api/${service}/v1/parked-messages`, { params: { query: { limit } } })),
      refetchInterval: 60_000,
    })),
    combine: (results) => results.reduce((sum, result) => sum + (result.data ?? 0), 0),
  });
  const found = [
    ...checks.map((check, n) => ({ key: check.key, path: check.path, count: counts[n]?.data ?? 0 })),
    { key: 'parked' as const, path: null, count: parked },
  ].filter((each) => each.count > 0);
  const isKnown = counts.every((query) => !query.isPending);
  return (
    <Card title={t('home.wrong')}>
      {found.length === 0 && isKnown ? (
        <Group gap={6} c="dimmed">
          <IconCircleCheck size={17} aria-hidden /> {t('home.allFine')}
        </Group>
      ) : null}
      {found.map(({ key, path, count }) => {
        const content = (
          <>
            <Text size="md">{t(`home.${key}`)}</Text>
            <Badge color={key === 'parked' ? 'red' : 'orange'}>
              {count >= COUNTED_TO ? t('home.atLeast', { count: COUNTED_TO }) : count}
            </Badge>
          </>
        );
        return path ? (
          <Link key={key} to={path} className={classes.row ?? ''}>
            {content}
          </Link>
        ) : (
          <div key={key} className={classes.row ?? ''}>
            {content}
          </div>
        );
      })}
    </Card>
  );
}

function size({ data }: { data?: { items: unknown[] } | undefined }): number {
  return data?.items.length ?? 0;
}
