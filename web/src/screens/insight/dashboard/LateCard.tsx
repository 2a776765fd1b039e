import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { hooks } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Table } from '~/ui/list/Table';

import { lateColumns, type LateLine } from './late';

const SHOWN = 8;

/** What should have left and did not: the largest amounts. */
export function LateCard() {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const lines = hooks.useQuery('get', '/api/reporting/v1/dashboard/late-lines', {
    params: { query: { limit: SHOWN, sort: '-amount' } },
  });
  const items = lines.data?.items ?? [];
  return (
    <Card
      title={t('dashboard.lateLines')}
      isFlush
      side={
        <Button component={Link} to="/late-lines" variant="subtle">
          {t('home.seeAll')}
        </Button>
      }
    >
      {lines.isSuccess && items.length === 0 ? (
        <Text c="dimmed" px="md" pb="md">
          {t('dashboard.nothingLate')}
        </Text>
      ) : (
        <Table
          label={t('dashboard.lateLines')}
          rows={items}
          rowKey={(it) => it.id}
          {...(may('sales.orders.read') ? { rowPath: (it: LateLine) => `/orders/${it.sales_order_id}` } : {})}
          columns={lateColumns(t, format)}
        />
      )}
    </Card>
  );
}
