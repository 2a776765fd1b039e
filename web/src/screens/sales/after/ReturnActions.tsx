import { Button } from '@mantine/core';
import { IconPackageOff, IconTruckReturn } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { useAct } from '~/ui/useAct';

import { DecideHere } from './DecideHere';

/** What may be done with a return now: decide on it, replace the goods, or give up what did not come. */
export function ReturnActions({ asked }: { asked: OfSales['ReturnDetailsOut'] }) {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const [isGivingUp, setIsGivingUp] = useState(false);
  const params = { path: { return_id: asked.id } };
  const replace = useAct({
    act: async () => {
      const body = { without_credit: 'refuse' as const };
      return (await api.POST('/api/sales/v1/returns/{return_id}/replace', { params, body })).data?.id;
    },
  });
  const giveUp = useAct({
    act: (reason: string) => api.POST('/api/sales/v1/returns/{return_id}/give-up', { params, body: { reason } }),
    done: () => t('returns.givenUp', { number: asked.number }),
  });
  const isAuthorised = asked.status === 'authorised';
  const canReplace =
    asked.wants === 'replacement' && !asked.replacement_id && (isAuthorised || asked.status === 'received');
  const canGiveUp = isAuthorised || asked.status === 'awaiting-approval';
  return (
    <>
      {canGiveUp && may('sales.returns.write') ? (
        <Button
          size="sm"
          variant="default"
          leftSection={<IconPackageOff size={16} />}
          onClick={() => setIsGivingUp(true)}
        >
          {t('returns.giveUp')}
        </Button>
      ) : null}
      {canReplace && may('sales.orders.confirm') ? (
        <Button
          size="sm"
          leftSection={<IconTruckReturn size={16} />}
          loading={replace.isPending}
          onClick={() => replace.mutate(undefined, { onSuccess: (id) => id && void navigate(`/orders/${id}`) })}
        >
          {t('returns.replace')}
        </Button>
      ) : null}
      {asked.status === 'awaiting-approval' ? <DecideHere document={asked.id} /> : null}
      <ReasonDialog
        title={t('returns.giveUp')}
        hint={t('returns.giveUpHint')}
        isOpen={isGivingUp}
        isBusy={giveUp.isPending}
        onClose={() => setIsGivingUp(false)}
        onGive={(reason) => giveUp.mutate(reason, { onSuccess: () => setIsGivingUp(false) })}
      />
    </>
  );
}
