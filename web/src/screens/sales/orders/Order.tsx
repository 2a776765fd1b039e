import { Alert, Anchor, Text } from '@mantine/core';
import { IconHandStop, IconHourglass } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { PartnerName } from '~/ui/Name';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { StatusBadge } from '~/ui/StatusBadge';

import { Charge } from '../lines/Charge';
import { OrderActions } from './OrderActions';
import { OrderAside } from './OrderAside';
import { OrderLines } from './OrderLines';

export default function Order() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const { id = '' } = useParams();
  const params = { path: { order_id: id } };
  const query = hooks.useQuery('get', '/api/sales/v1/orders/{order_id}', { params });
  const { data: order, error } = query;
  useDocumentName(order?.number);
  if (error) return <PageTrouble title={t('screens.order')} error={error} onRetry={() => void query.refetch()} />;
  if (!order) return <PageSkeleton />;
  return (
    <Page
      title={order.number}
      badges={<StatusBadge list="orderStatus" value={order.status} />}
      note={
        <>
          <PartnerName id={order.customer_id} isLink /> · {format.date(order.ordered_on)}
          {order.customer_reference ? ` · ${order.customer_reference}` : ''}
        </>
      }
      actions={<OrderActions order={order} />}
    >
      {order.hold ? (
        <Alert color="red" icon={<IconHandStop size={18} />} title={t('orders.hold')} mb="md">
          {order.hold.explanation}
        </Alert>
      ) : null}
      {order.status === 'awaiting-approval' ? (
        <Alert color="orange" icon={<IconHourglass size={18} />} mb="md">
          {order.spending_breach ? (
            t('orders.awaitingColleague', { name: order.buyer_name })
          ) : (
            <>
              {t('orders.awaiting')}{' '}
              <Anchor component={Link} to="/approvals" inherit c="inherit" underline="always">
                {t('orders.seeApprovals')}
              </Anchor>
            </>
          )}
        </Alert>
      ) : null}
      <Columns
        main={
          <>
            <OrderLines order={order} />
            <Card title={t('orders.history')}>
              {order.history.map((entry, position) => (
                <Text size="md" key={position} py={3}>
                  <Text span c="dimmed" className="figure" mr="sm">
                    {format.time(entry.at)}
                  </Text>
                  {word('action', entry.action)}
                  {entry.status && entry.status !== entry.action ? ` › ${word('orderStatus', entry.status)}` : ''}
                  {entry.document ? ` · ${entry.document}` : ''}
                  {entry.comment ? ` · ${entry.comment}` : ''}
                </Text>
              ))}
            </Card>
          </>
        }
        aside={
          <>
            <Card title={t('orders.amounts')}>
              {order.charges.map((charge) => (
                <Charge
                  key={charge.id}
                  charge={charge}
                  currency={order.currency}
                  onWaive={order.status === 'draft' ? (reason) => waive(order, charge.id, reason) : undefined}
                />
              ))}
              <Facts
                rows={[
                  [t('common.net'), <b key="net">{format.money(order.net, order.currency)}</b>],
                  [t('common.gross'), order.gross ? format.money(order.gross, order.currency) : null],
                ]}
              />
            </Card>
            <OrderAside order={order} />
          </>
        }
      />
    </Page>
  );
}

function waive({ id, version }: OfSales['OrderDetailsOut'], charge: string, reason: string) {
  const params = { path: { order_id: id, charge_id: charge }, header: { 'if-match': `"${version}"` } };
  return api.POST('/api/sales/v1/orders/{order_id}/charges/{charge_id}/waive', { params, body: { reason } });
}
