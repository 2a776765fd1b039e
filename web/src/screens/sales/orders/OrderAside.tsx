import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { StatusBadge } from '~/ui/StatusBadge';

type Details = OfSales['OrderDetailsOut'];

/** What goes with the lines: credit, delivery, what has left, what was revised. */
export function OrderAside({ order }: { order: Details }) {
  return (
    <>
      <Credit order={order} />
      <Delivery order={order} />
      <Sent order={order} />
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
                <StatusBadge key="s" list="revisionStatus" value={revision.status} />,
              ],
            ]}
          />
          {revision.differences.map((it, position) => (
            <Text size="xs" c="dimmed" key={position}>
              <Anchor inherit c="inherit" component="span">
                {it.sku}
              </Anchor>{' '}
              {it.field}: {it.before ?? '–'} → {it.after ?? '–'}
            </Text>
          ))}
        </div>
      ))}
    </Card>
  );
}
