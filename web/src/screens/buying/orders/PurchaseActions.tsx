import { Button, Menu } from '@mantine/core';
import { IconCheck, IconDots, IconMail, IconMailCheck, IconPencil, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { usePartner } from '~/api/names';
import type { OfPurchasing } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { mailTo } from '~/ui/mail';
import { PaperButton } from '~/ui/PaperButton';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { useAct } from '~/ui/useAct';

import { AcknowledgeDialog } from './AcknowledgeDialog';
import { RevisionDialog } from './RevisionDialog';

const CANCELLABLE = new Set(['draft', 'awaiting-approval', 'placed']);

/** What may be done to the purchase order now, by this person. */
export function PurchaseActions({ order }: { order: OfPurchasing['OrderOut'] }) {
  const { t } = useTranslation();
  const may = useMay();
  const [asks, setAsks] = useState<'cancel' | 'acknowledge' | 'revise' | null>(null);
  const supplier = usePartner(order.supplier_id);
  const { number } = order;
  const params = { path: { order_id: order.id } };
  const submit = useAct({
    act: () => api.POST('/api/purchasing/v1/purchase-orders/{order_id}/submit', { params, body: {} }),
    done: () => t('purchase.submitted', { number }),
  });
  const paper = () =>
    api.GET('/api/purchasing/v1/purchase-orders/{order_id}/paper', {
      params: { ...params, query: { language: supplier?.language === 'en' ? 'en' : 'fr' } },
      parseAs: 'blob',
    });
  const cancel = useAct<string>({
    act: (reason) => api.POST('/api/purchasing/v1/purchase-orders/{order_id}/cancel', { params, body: { reason } }),
    done: () => t('purchase.cancelled', { number }),
  });
  const mayWrite = may('purchasing.orders.write');
  const canRevise = mayWrite && order.status === 'placed';
  const canAcknowledge = canRevise && order.acknowledged_at === null;
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
      <PaperButton name={`${number}.pdf`} load={paper} />
      {canRevise && supplier?.email ? (
        <Button
          size="sm"
          variant="default"
          leftSection={<IconMail size={16} />}
          component="a"
          href={mailTo(supplier.email, t('revision.mailSubject', { number }), t('revision.mailText', { number }))}
        >
          {t('revision.mail')}
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
              <Menu.Item leftSection={<IconMailCheck size={16} />} onClick={() => setAsks('acknowledge')}>
                {t('purchase.acknowledge')}
              </Menu.Item>
            ) : null}
            {canRevise ? (
              <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setAsks('revise')}>
                {t('revision.revise')}
              </Menu.Item>
            ) : null}
            {canCancel ? (
              <Menu.Item color="red" leftSection={<IconX size={16} />} onClick={() => setAsks('cancel')}>
                {cancelText}
              </Menu.Item>
            ) : null}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      <ReasonDialog
        title={cancelText}
        hint={t('purchase.cancelHint')}
        isOpen={asks === 'cancel'}
        isBusy={cancel.isPending}
        onClose={() => setAsks(null)}
        onGive={(reason) => cancel.mutate(reason, { onSuccess: () => setAsks(null) })}
      />
      {asks === 'acknowledge' ? <AcknowledgeDialog order={order} onClose={() => setAsks(null)} /> : null}
      {asks === 'revise' ? <RevisionDialog order={order} onClose={() => setAsks(null)} /> : null}
    </>
  );
}
