import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Table } from '~/ui/list/Table';
import { PartnerName } from '~/ui/Name';

/** The latest sales that left less than the threshold. */
export function Alerts() {
  const { t } = useTranslation();
  const format = useFormat();
  const alerts = hooks.useQuery('get', '/api/reporting/v1/alerts', {
    params: { query: { limit: 20, sort: '-raised_at' } },
  });
  const items = alerts.data?.items ?? [];
  return (
    <Card title={t('margins.alerts')} isFlush>
      {alerts.isSuccess && items.length === 0 ? (
        <Text c="dimmed" px="md" pb="md">
          {t('margins.noAlerts')}
        </Text>
      ) : (
        <Table
          label={t('margins.alerts')}
          rows={items}
          rowKey={(it) => it.id}
          columns={[
            {
              key: 'customer',
              title: t('common.customer'),
              cell: (it) => <PartnerName id={it.customer_id} isLink />,
              text: () => '',
              onPhone: 'title',
            },
            { key: 'sku', title: t('products.sku'), cell: (it) => it.sku ?? '–', text: () => '', onPhone: 'line' },
            { key: 'invoice', title: t('margins.invoice'), cell: (it) => it.invoice_number, text: () => '' },
            { key: 'date', title: t('common.date'), cell: (it) => format.date(it.issued_on), text: () => '' },
            {
              key: 'revenue',
              title: t('margins.revenue'),
              cell: (it) => format.money(it.revenue),
              text: () => '',
              isFigure: true,
            },
            {
              key: 'cost',
              title: t('margins.cost'),
              cell: (it) => format.money(it.cost),
              text: () => '',
              isFigure: true,
            },
            {
              key: 'rate',
              title: t('margins.rate'),
              cell: (it) => (
                <Text span inherit c="red" fw={650}>
                  {format.rate(it.rate)}
                </Text>
              ),
              text: () => '',
              isFigure: true,
              onPhone: 'side',
            },
          ]}
        />
      )}
    </Card>
  );
}
