import { Button, Menu } from '@mantine/core';
import { IconCheck, IconDots, IconMailCheck, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfPurchasing } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { useAct } from '~/ui/useAct';

const CANCELLABLE = new Set(['draft', 'awaiting-approval', 'placed']);

/** What may be done to the purchase order now, by this person. */
export function PurchaseActions({ order }: { order: OfPurchasing['OrderOut'] }) {
  const { t } = useTranslation();
  const may = useMay();
  const [isCancelling, setCancelling] = useState(false);
  const { number } = order;
  const params = { path: { order_id: order.id } };
  const submit = useAct({
    act: () => api.POST('/api/purchasing/v1/purchase-orders/{order_id}/submit', { params, body: {} }),
    done: () => t('purchase.submitted', { number }),
  });
  const acknowledge = useAct({
    act: () =>
      api.POST('/api/purchasing/v1/purchase-orders/{order_id}/acknowledgements', {
        params,
        body: { reference: order.supplier_reference },
      }),
    done: () => t('purchase.acknowledged', { number }),
  });
  const cancel = useAct<string>({
    act: (reason) => api.POST('/api/purchasing/v1/purchase-orders/{order_id}/cancel', { params, body: { reason } }),
    done: () => t('purchase.cancelled', { number }),
  });
  const mayWrite = may('purchasing.orders.write');
  const canAcknowledge = mayWrite && order.status === 'placed' && order.acknowledged_at === null;
  const canCancel = mayWrite && CANCELLABLE.has(order.status);
  const cancelText = t(order.status === 'placed' ? 'purchase.closeRest' : 'purchase.cancel');
  return (
    <>
      {order.status === 'draft' && may('purchasing.orders.submit') ? (
        <Button
          size="sm"
          leftSection={<IconCheck size={16} />}
          loading={submit.isPending}
          onClick={() => submit.mutate()}
        >
          {t('purchase.submit')}
        </Button>
      ) : null}
      {canAcknowledge || canCancel ? (
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <Button size="sm" variant="default" px={8} aria-label={t('palette.actions')}>
              <IconDots size={18} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {canAcknowledge ? (
              <Menu.Item leftSection={<IconMailCheck size={16} />} onClick={() => acknowledge.mutate()}>
                {t('purchase.acknowledge')}
              </Menu.Item>
            ) : null}
            {canCancel ? (
              <Menu.Item color="red" leftSection={<IconX size={16} />} onClick={() => setCancelling(true)}>
                {cancelText}
              </Menu.Item>
            ) : null}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      <ReasonDialog
        title={cancelText}
        hint={t('purchase.cancelHint')}
        isOpen={isCancelling}
        isBusy={cancel.isPending}
        onClose={() => setCancelling(false)}
        onGive={(reason) => cancel.mutate(reason, { onSuccess: () => setCancelling(false) })}
      />
    </>
  );
}
