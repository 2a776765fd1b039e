import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';
import { Card } from '~/ui/Card';
import { OrderPicker } from '~/ui/pickers/OrderPicker';
import { Trouble } from '~/ui/Trouble';

import type { Delivered } from './claims';

interface Props {
  order: string;
  onOrder: (id: string) => void;
  fits: (line: Delivered) => boolean; // what of it can be asked for
  none: string;
  children: (lines: Delivered[], currency: string) => ReactNode;
}

/** The order that it is about, then what was delivered of it. */
export function OfOrder({ order, onOrder, fits, none, children }: Props) {
  const { t } = useTranslation();
  const params = { path: { order_id: order } };
  const isChosen = { enabled: order !== '' };
  const head = hooks.useQuery('get', '/api/sales/v1/orders/{order_id}', { params }, isChosen);
  const found = hooks.useQuery('get', '/api/sales/v1/orders/{order_id}/returnable', { params }, isChosen);
  const lines = (found.data?.lines ?? []).filter(fits);
  const error = head.error ?? found.error;
  return (
    <>
      <Card>
        <OrderPicker label={t('screens.order')} placeholder={t('returns.order')} value={order} onChange={onOrder} />
      </Card>
      {error ? <Trouble error={error} onRetry={() => void found.refetch()} /> : null}
      {found.data && lines.length === 0 ? (
        <Card>
          <Text c="dimmed">{none}</Text>
        </Card>
      ) : null}
      {lines.length > 0 && head.data ? children(lines, head.data.currency) : null}
    </>
  );
}
