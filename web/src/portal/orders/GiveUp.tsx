import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { useAct } from '~/ui/useAct';

/** An order that still waits is given up by who wanted it. */
export function GiveUp({ id, number }: { id: string; number: string }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const cancel = useAct<string>({
    act: (reason) =>
      api.POST('/api/sales/v1/orders/{order_id}/cancel', { params: { path: { order_id: id } }, body: { reason } }),
    done: () => t('portal.orders.givenUp', { number }),
  });
  return (
    <>
      <Button size="sm" variant="default" onClick={() => setIsOpen(true)}>
        {t('portal.orders.giveUp')}
      </Button>
      <ReasonDialog
        title={t('portal.orders.giveUp')}
        hint={t('portal.orders.giveUpHint')}
        isOpen={isOpen}
        isBusy={cancel.isPending}
        onClose={() => setIsOpen(false)}
        onGive={(reason) => cancel.mutate(reason, { onSuccess: () => setIsOpen(false) })}
      />
    </>
  );
}
