import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { hooks } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { StatusBadge } from '~/ui/StatusBadge';

import { useShown } from './amend/Differences';

type Details = OfSales['OrderDetailsOut'];

/** What goes with the lines: credit, delivery, what has left, what was revised. */
export function OrderAside({ order }: { order: Details }) {
  return (
    <>
      <Credit order={order} />
      <Delivery order={order} />
      <Sent order={order} />
      <Promises order={order} />
      <Revisions order={order} />
    </>
  );
}

function Credit({ order }: { order: Details }) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const params = { path: { partner_id: order.bill_to_id } };
  const credit = hooks.useQuery(
    'get',
    '/api/accounting/v1/credit/{partner_id}',
    { params },
    { enabled: may('accounting.credit.read') },
  );
  const { hold } = order;
  const now = credit.data;
  if (!hold && !now) return null;
  const money = (amount: string | null | undefined) => (amount ? format.money(amount, order.currency) : null);
  return (
    <Card title={t('orders.credit')}>
      <Facts
        rows={[
          [t('orders.limit'), money(now?.limit ?? hold?.limit) ?? t('customers.unlimited')],
          [t('orders.exposure'), money(now?.exposure ?? hold?.exposure)],
          [
            t('orders.overdue'),
            Number(now?.overdue ?? hold?.overdue ?? 0) > 0 ? money(now?.overdue ?? hold?.overdue) : null,
          ],
          [t('orders.passing'), money(hold?.passing_amount)],
          [t('orders.paymentNeeded'), hold && Number(hold.payment_needed) > 0 ? money(hold.payment_needed) : null],
        ]}
      />
      {hold ? null : (
        <Text size="sm" c="dimmed">
          {t('orders.creditFine')}
        </Text>
      )}
    </Card>
  );
}

function Delivery({ order }: { order: Details }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  return (
    <Card title={t('orders.delivery')}>
      <Facts
        rows={[
          [t('common.site'), order.warehouse],
          [t('orders.policy'), word('delivery', order.delivery)],
          [t('orders.requested'), order.requested_on && format.date(order.requested_on)],
          [t('orders.salesperson'), order.salesperson],
          [t('orders.channel'), order.channel],
        ]}
      />
      {order.deliver_to ? (
        <Text size="sm" mt={4} style={{ whiteSpace: 'pre-line' }}>
          {order.deliver_to}
        </Text>
      ) : null}
    </Card>
  );
}

function Sent({ order }: { order: Details }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = [
    ...order.shipments.map((each) => [each.number, format.date(each.shipped_at)] as const),
    ...order.invoices.map((each) => [each.number, format.money(each.gross, order.currency)] as const),
  ];
  return (
    <Card title={t('orders.shipments')}>
      {rows.length > 0 ? <Facts rows={rows} /> : <Text c="dimmed">{t('orders.noShipments')}</Text>}
    </Card>
  );
}

function Revisions({ order }: { order: Details }) {
  const { t } = useTranslation();
  const shown = useShown(order.currency);
  const params = { path: { order_id: order.id }, query: { limit: 20 } };
  const revisions = hooks.useQuery('get', '/api/sales/v1/orders/{order_id}/revisions', { params });
  const items = revisions.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Card title={t('orders.revisions')}>
      {items.map((revision) => (
        <div key={revision.id}>
          <Facts
            rows={[
              [
                `${revision.number}. ${revision.reason}`,
                <Anchor component={Link} to={`/orders/${order.id}/revisions/${revision.id}`} key="s">
                  <StatusBadge list="revisionStatus" value={revision.status} />
                </Anchor>,
              ],
            ]}
          />
          {revision.differences.map((it, position) => (
            <Text size="xs" c="dimmed" key={position}>
              {it.sku} {shown.field(it)} : {shown.value(it, it.before)} › {shown.value(it, it.after)}
            </Text>
          ))}
        </div>
      ))}
    </Card>
  );
}

/** What was promised of lines that wait, and each time it became otherwise, the newest first. */
function Promises({ order }: { order: Details }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const params = { path: { order_id: order.id }, query: { sort: '-made_at', limit: 20 } };
  const promises = hooks.useQuery('get', '/api/sales/v1/orders/{order_id}/promises', { params });
  const items = promises.data?.items ?? [];
  const skus = new Map(order.lines.map((line) => [line.id, line.sku]));
  if (items.length === 0) return null;
  return (
    <Card title={t('amend.promises')}>
      {items.map((it, position) => (
        <div key={position}>
          <Facts
            rows={[
              [
                skus.get(it.sales_order_line_id) ?? '',
                it.promised_on ? format.date(it.promised_on) : word('promise', it.reason),
              ],
            ]}
          />
          <Text size="xs" c="dimmed">
            {[format.time(it.made_at), word('promiseCause', it.cause), it.document_number].filter(Boolean).join(' · ')}
          </Text>
        </div>
      ))}
    </Card>
  );
}
