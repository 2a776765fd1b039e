import { Badge, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';
import type { OfPurchasing } from '~/api/schemas';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { StatusBadge } from '~/ui/StatusBadge';

type Order = OfPurchasing['OrderOut'];

/** What the rules and the budget say of an order before it is placed. */
export function NeedsApproval({ order }: { order: Order }) {
  const { t } = useTranslation();
  const { data } = hooks.useQuery('post', '/api/purchasing/v1/purchase-orders/{order_id}/explain-approval', {
    params: { path: { order_id: order.id } },
  });
  if (!data) return null;
  return (
    <Card
      title={t('purchase.approval')}
      side={
        <Badge color={data.needs_approval ? 'orange' : 'green'}>
          {t(data.needs_approval ? 'purchase.needed' : 'purchase.notNeeded')}
        </Badge>
      }
    >
      {data.fired.map((it, position) => (
        <Text size="sm" key={position}>
          {it.reason}
        </Text>
      ))}
      {data.fired.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('purchase.noRule')}
        </Text>
      ) : null}
    </Card>
  );
}

/** How the order was changed since it was placed. */
export function PurchaseRevisions({ order }: { order: Order }) {
  const { t } = useTranslation();
  const { data } = hooks.useQuery('get', '/api/purchasing/v1/purchase-orders/{order_id}/revisions', {
    params: { path: { order_id: order.id } },
  });
  const items = data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Card title={t('orders.revisions')}>
      <Facts
        rows={items.map((it) => [
          `${it.number}. ${it.reason}`,
          <StatusBadge key={it.id} list="revisionStatus" value={it.status} />,
        ])}
      />
    </Card>
  );
}
