import { Anchor, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { PaperButton } from '~/ui/PaperButton';

import { ArticleLink } from '../ArticleLink';

/** One delivery: its goods, its packages, its note. */
export default function Delivery() {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const { id = '' } = useParams();
  const path = { shipment_id: id };
  const query = hooks.useQuery('get', '/api/sales/v1/shipments/{shipment_id}', { params: { path } });
  const { data: shipment, error } = query;
  if (error)
    return <PageTrouble title={t('portal.deliveries.one')} error={error} onRetry={() => void query.refetch()} />;
  if (!shipment) return <PageSkeleton />;
  const language = i18n.language.startsWith('en') ? 'en' : 'fr';
  return (
    <Page
      title={shipment.number}
      note={t('portal.deliveries.leftAt', { at: format.time(shipment.shipped_at) })}
      actions={
        <PaperButton
          label={t('portal.deliveries.note')}
          name={`${shipment.number}.pdf`}
          load={() =>
            api.GET('/api/inventory/v1/delivery-notes/{shipment_id}', {
              params: { path, query: { language } },
              parseAs: 'blob',
            })
          }
        />
      }
    >
      <Columns
        main={
          <Card title={t('portal.deliveries.goods')} isFlush>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('portal.article')}</Table.Th>
                  <Table.Th ta="right">{t('portal.orders.shipped')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {shipment.lines.map((it) => (
                  <Table.Tr key={it.order_line_id}>
                    <Table.Td>
                      <ArticleLink line={it} />
                    </Table.Td>
                    <Table.Td ta="right">{format.number(it.quantity)}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Card>
        }
        aside={
          <>
            <Card title={t('portal.orders.one')}>
              <Facts
                rows={[
                  [
                    t('common.number'),
                    <Anchor key="order" component={Link} to={`/orders/${shipment.order_id}`}>
                      {shipment.order_number}
                    </Anchor>,
                  ],
                  [t('portal.basket.reference'), shipment.customer_reference],
                ]}
              />
            </Card>
            {shipment.packages.length > 0 ? (
              <Card title={t('portal.deliveries.packages')}>
                <Facts
                  rows={shipment.packages.map((it) => [
                    it.sscc,
                    it.weight_kg ? `${format.number(it.weight_kg)} kg` : t('portal.deliveries.unweighed'),
                  ])}
                />
              </Card>
            ) : null}
          </>
        }
      />
    </Page>
  );
}
