import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Table } from '~/ui/list/Table';

/** The last movements of a product, the newest first. */
export function Movements({ product }: { product: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const { data } = hooks.useQuery('get', '/api/inventory/v1/movements', {
    params: { query: { product_id: product, sort: '-occurred_at', limit: 50 } },
  });
  const items = data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Card title={t('lots.movements')} isFlush>
      <Table
        label={t('lots.movements')}
        rows={items}
        rowKey={(it) => it.id}
        columns={[
          {
            key: 'at',
            title: t('common.date'),
            cell: (it) => format.time(it.occurred_at),
            text: () => '',
            onPhone: 'line',
          },
          {
            key: 'what',
            title: t('lots.what'),
            cell: (it) => word('movementReason', it.reason),
            text: () => '',
            onPhone: 'title',
          },
          { key: 'doc', title: t('common.number'), cell: (it) => it.document_number, text: () => '', onPhone: 'line' },
          {
            key: 'way',
            title: t('lots.way'),
            cell: (it) => `${word('outside', it.source)} › ${word('outside', it.destination)}`,
            text: () => '',
          },
          { key: 'lot', title: t('receive.lot'), cell: (it) => it.lot, text: () => '' },
          {
            key: 'quantity',
            title: t('common.quantity'),
            cell: (it) => format.number(it.quantity),
            text: () => '',
            isFigure: true,
            onPhone: 'side',
          },
        ]}
      />
    </Card>
  );
}
