import { Alert, Anchor, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { OfPurchasing } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { PartnerName } from '~/ui/Name';

/** The drafts that were just written: each is looked at, then sent. */
export function OrdersMade({ orders }: { orders: readonly OfPurchasing['OrderedOut'][] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Alert
      color="green"
      variant="outline"
      icon={<IconCheck size={18} />}
      title={t('replenishment.made', { count: orders.length })}
      role="status"
    >
      {orders.map((order) => (
        <Text size="sm" key={order.order_id}>
          <Anchor component={Link} to={`/purchase-orders/${order.order_id}`} inherit underline="always">
            {order.number}
          </Anchor>{' '}
          · <PartnerName id={order.supplier_id} /> · {format.number(order.net, 2)}
        </Text>
      ))}
    </Alert>
  );
}
