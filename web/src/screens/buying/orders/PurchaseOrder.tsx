import { Badge, Button, Text } from '@mantine/core';
import { IconPackageImport } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import { hooks } from '~/api/client';
import type { OfPurchasing } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { Table } from '~/ui/list/Table';
import { PartnerName, ProductName } from '~/ui/Name';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { StatusBadge } from '~/ui/StatusBadge';

import { BillButton } from '../../finance/bills/BillButton';
import { OpenRevision } from './OpenRevision';
import { PurchaseActions } from './PurchaseActions';
import { NeedsApproval, PurchaseRevisions } from './PurchaseAside';

type Order = OfPurchasing['OrderOut'];

export default function PurchaseOrder() {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const { id = '' } = useParams();
  const query = hooks.useQuery('get', '/api/purchasing/v1/purchase-orders/{order_id}', {
    params: { path: { order_id: id } },
  });
  const { data: order, error } = query;
  useDocumentName(order?.number);
  if (error)
    return <PageTrouble title={t('screens.purchaseOrder')} error={error} onRetry={() => void query.refetch()} />;
  if (!order) return <PageSkeleton />;
  return (
    <Page
      title={order.number}
      badges={
        <>
          <StatusBadge list="orderStatus" value={order.status} />
          {order.revision > 0 ? <Badge color="gray">{t('buying.revision', { number: order.revision })}</Badge> : null}
        </>
      }
      note={
        <>
          <PartnerName id={order.supplier_id} /> · {format.date(order.ordered_on)}
        </>
      }
      actions={
        <>
          {order.status === 'placed' && may('inventory.receipts.write') ? (
            <Button
              component={Link}
              to={`/expected/${order.id}`}
              size="sm"
              leftSection={<IconPackageImport size={16} />}
            >
              {t('screens.receive')}
            </Button>
          ) : null}
          <BillButton supplier={order.supplier_id} of={{ order: order.id }} />
          <PurchaseActions order={order} />
        </>
      }
    >
      <Columns
        main={
          <>
            <OpenRevision order={order} />
            <Lines order={order} />
          </>
        }
        aside={
          <>
            <Card title={t('orders.amounts')}>
              <Facts
                rows={[
                  [t('common.net'), <b key="net">{format.money(order.net, order.currency)}</b>],
                  [t('common.site'), order.warehouse],
                  [t('buying.reference'), order.supplier_reference],
                  [
                    t('buying.acknowledged'),
                    order.acknowledged_at ? format.date(order.acknowledged_at) : t('buying.notAcknowledged'),
                  ],
                ]}
              />
            </Card>
            {may('purchasing.rules.read') && (order.status === 'draft' || order.status === 'awaiting-approval') ? (
              <NeedsApproval order={order} />
            ) : null}
            <PurchaseRevisions order={order} />
            {may('inventory.stock.read') ? <Arrived id={id} /> : null}
          </>
        }
      />
    </Page>
  );
}

function Lines({ order }: { order: Order }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Card title={t('orders.lines')} side={<Badge color="gray">{order.lines.length}</Badge>} isFlush>
      <Table
        label={t('orders.lines')}
        rows={order.lines}
        rowKey={(it) => it.id}
        columns={[
          {
            key: 'product',
            title: t('common.product'),
            cell: (it) => <ProductName id={it.product_id} />,
            text: () => '',
            onPhone: 'title',
          },
          { key: 'packaging', title: t('buying.packaging'), cell: (it) => it.packaging_code, text: () => '' },
          {
            key: 'quantity',
            title: t('common.quantity'),
            cell: (it) => format.number(it.quantity),
            text: () => '',
            isFigure: true,
            onPhone: 'line',
          },
          {
            key: 'received',
            title: t('buying.received'),
            cell: (it) => format.number(it.received),
            text: () => '',
            isFigure: true,
          },
          {
            key: 'outstanding',
            title: t('buying.outstanding'),
            cell: (it) => format.number(it.outstanding),
            text: () => '',
            isFigure: true,
            onPhone: 'line',
          },
          { key: 'expected', title: t('buying.expectedOn'), cell: (it) => format.date(it.expected_on), text: () => '' },
          {
            key: 'price',
            title: t('common.unitPrice'),
            cell: (it) => format.money(it.unit_price, order.currency),
            text: () => '',
            isFigure: true,
          },
          {
            key: 'amount',
            title: t('buying.amount'),
            cell: (it) => format.money(it.amount, order.currency),
            text: () => '',
            isFigure: true,
            onPhone: 'side',
          },
        ]}
      />
    </Card>
  );
}

function Arrived({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = hooks.useQuery('get', '/api/inventory/v1/receipts', {
    params: { query: { purchase_order_id: id, limit: 50 } },
  });
  const items = data?.items ?? [];
  return (
    <Card title={t('buying.receipts')}>
      {items.length > 0 ? (
        <Facts rows={items.map((it) => [it.number, format.date(it.occurred_at)])} />
      ) : (
        <Text c="dimmed">{t('buying.noReceipts')}</Text>
      )}
    </Card>
  );
}
