import { Button } from '@mantine/core';
import { IconTruckOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { useAct } from '~/ui/useAct';

import { isOpen } from './amend/amendment';

interface Props {
  order: OfSales['OrderDetailsOut'];
  line: OfSales['LineOut'];
}

/** What has not left of a line is not wanted any more. */
export function CancelLine({ order, line }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  const [isAsking, setIsAsking] = useState(false);
  const { sku } = line;
  const cancel = useAct({
    act: (reason: string) =>
      api.POST('/api/sales/v1/orders/{order_id}/lines/{line_id}/cancel', {
        params: { path: { order_id: order.id, line_id: line.id } },
        body: { reason },
      }),
    done: () => t('amend.lineCancelled', { sku }),
  });
  const isFirm = order.status === 'confirmed' || order.status === 'partially-shipped';
  if (!isFirm || !isOpen(line) || !may('sales.orders.write')) return null;
  return (
    <>
      <Button
        mb="sm"
        variant="default"
        color="red"
        leftSection={<IconTruckOff size={15} />}
        onClick={() => setIsAsking(true)}
      >
        {t('amend.cancelLine')}
      </Button>
      <ReasonDialog
        title={t('amend.cancelLine')}
        hint={t('amend.cancelLineHint')}
        isOpen={isAsking}
        isBusy={cancel.isPending}
        onClose={() => setIsAsking(false)}
        onGive={(reason) => cancel.mutate(reason, { onSuccess: () => setIsAsking(false) })}
      />
    </>
  );
}
