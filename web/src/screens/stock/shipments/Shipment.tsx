import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import { usePartner } from '~/api/names';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { isQuantity } from '~/ui/form/decimals';
import { LabelMenu } from '~/ui/LabelMenu';
import { Table } from '~/ui/list/Table';
import { ProductName } from '~/ui/Name';
import { Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { PaperButton } from '~/ui/PaperButton';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';

import { ReturnButton } from '../returns/ReturnButton';
import { Backordered } from '../shipping/Backordered';
import { PackageRow } from '../shipping/Packages';

/** The packing slip: what left in which package, and what of the order is still to come. Its paper is the delivery note. */
export default function Shipment() {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const { id = '' } = useParams();
  const query = hooks.useQuery('get', '/api/inventory/v1/shipments/{shipment_id}', {
    params: { path: { shipment_id: id } },
  });
  const { data: shipment, error } = query;
  const packages = hooks.useQuery(
    'get',
    '/api/inventory/v1/packages',
    { params: { query: { sales_order_id: shipment?.sales_order_id ?? '' } } },
    { enabled: shipment !== undefined },
  );
  const mine = (packages.data?.items ?? []).filter(({ shipment_id }) => shipment_id === id);
  useDocumentName(shipment?.number);
  const customer = usePartner(shipment?.customer_id ?? '');
  if (error) return <PageTrouble title={t('screens.shipment')} error={error} onRetry={() => void query.refetch()} />;
  if (!shipment) return <PageSkeleton />;
  return (
    <Page
      title={`${t('shipping.slip')} ${shipment.number}`}
      note={customer?.name}
      actions={
        <>
          {may('inventory.returns.write') ? (
            <ReturnButton
              title={t('goodsReturns.fromCustomer')}
              hint={t('goodsReturns.fromCustomerHint')}
              lines={shipment.lines}
              send={async (back) => {
                const lines = back.map(({ id: shipment_line_id, ...line }) => ({ shipment_line_id, ...line }));
                const body = { sales_order_id: shipment.sales_order_id, reference: '', lines };
                return (await api.POST('/api/inventory/v1/customer-returns', { body })).data;
              }}
            />
          ) : null}
          {mine.length > 0 ? (
            <LabelMenu
              name={`${shipment.number}-labels`}
              load={(format, language) =>
                api.GET('/api/inventory/v1/shipments/{shipment_id}/labels', {
                  params: { path: { shipment_id: id }, query: { format, language } },
                  parseAs: 'blob',
                })
              }
            />
          ) : null}
          <PaperButton
            name={`${shipment.number}.pdf`}
            load={() =>
              api.GET('/api/inventory/v1/shipments/{shipment_id}/paper', {
                params: { path: { shipment_id: id } },
                parseAs: 'blob',
              })
            }
          />
        </>
      }
    >
      <Stack gap="md">
        <Card title={t('orders.delivery')}>
          <Facts
            rows={[
              [t('common.customer'), customer?.name],
              [t('shipping.shippedAt'), format.time(shipment.occurred_at)],
              [t('common.site'), shipment.warehouse],
            ]}
          />
        </Card>
        <Card title={t('orders.lines')} isFlush>
          <Table
            label={t('orders.lines')}
            rows={shipment.lines}
            rowKey={(it) => it.id}
            columns={[
              {
                key: 'product',
                title: t('common.product'),
                cell: (it) => <ProductName id={it.product_id} />,
                text: () => '',
                onPhone: 'title',
              },
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
        {mine.length > 0 ? (
          <Card title={t('shipping.packages')}>
            {mine.map((each) => (
              <PackageRow key={each.id} each={each} />
            ))}
          </Card>
        ) : null}
        {may('sales.orders.read') ? <Rest order={shipment.sales_order_id} /> : null}
      </Stack>
    </Page>
  );
}

/** What of the order has not left, with the day on which the customer is promised it. */
function Rest({ order }: { order: string }) {
  const { t } = useTranslation();
  const held = hooks.useQuery('get', '/api/inventory/v1/reservations', {
    params: { query: { sales_order_id: order, limit: 200 } },
  });
  const sold = hooks.useQuery('get', '/api/sales/v1/orders/{order_id}', { params: { path: { order_id: order } } });
  const waiting = (held.data?.items ?? []).filter((it) => isQuantity(it.quantity_backordered));
  if (waiting.length === 0) return null;
  return (
    <Card title={t('shipping.rest', { number: sold.data?.number ?? '' })}>
      {waiting.map((it) => (
        <Text key={it.sales_order_line_id}>
          <ProductName id={it.product_id} /> ·{' '}
          <Backordered
            quantity={it.quantity_backordered}
            promisedOn={sold.data?.lines.find(({ id }) => id === it.sales_order_line_id)?.promised_on}
          />
        </Text>
      ))}
    </Card>
  );
}
