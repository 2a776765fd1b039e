import { Button, Checkbox, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCheck, IconFlask, IconSend, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api } from '~/api/client';
import type { OfPricing } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { useAct } from '~/ui/useAct';

import { FormDialog } from '~/ui/form/FormDialog';
import { changing } from './lines';

interface Props {
  list: OfPricing['PriceListHead'];
  counts: Partial<Record<string, number>>;
}

/** What may be done with a list as it stands: simulate, publish, approve, reject, give up. */
export function ListActions({ list, counts }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  const [dialog, setDialog] = useState<'publish' | 'reject' | 'withdraw' | null>(null);
  const params = { path: { list_id: list.id } };
  const decide = useAct({
    act: ({ decision, comment }: { decision: 'approve' | 'reject'; comment: string }) =>
      api.POST('/api/pricing/v1/price-lists/{list_id}/decide', { params, body: { decision, comment } }),
    done: ({ decision }) => t(decision === 'approve' ? 'priceLists.published' : 'priceLists.rejected'),
  });
  const withdraw = useAct({
    act: () => api.POST('/api/pricing/v1/price-lists/{list_id}/withdraw', { params }),
    done: () => t('priceLists.withdrawn'),
  });
  const close = () => setDialog(null);
  const isWaiting = list.status === 'awaiting-approval';
  const isOpen = isWaiting || list.status === 'reviewed';
  if (!isOpen) return null;
  return (
    <>
      {may('pricing.prices.write') ? (
        <Button variant="default" onClick={() => setDialog('withdraw')}>
          {t('priceLists.withdraw')}
        </Button>
      ) : null}
      {may('pricing.simulations.write') ? (
        <Button
          component={Link}
          to={`/simulations?list=${list.id}`}
          variant="default"
          leftSection={<IconFlask size={15} />}
        >
          {t('priceLists.simulate')}
        </Button>
      ) : null}
      {isWaiting && may('pricing.lists.approve') ? (
        <>
          <Button variant="default" leftSection={<IconX size={15} />} onClick={() => setDialog('reject')}>
            {t('priceLists.reject')}
          </Button>
          <Button
            leftSection={<IconCheck size={15} />}
            loading={decide.isPending}
            onClick={() => decide.mutate({ decision: 'approve', comment: '' })}
          >
            {t('priceLists.approve')}
          </Button>
        </>
      ) : null}
      {!isWaiting && may('pricing.prices.write') ? (
        <Button leftSection={<IconSend size={15} />} onClick={() => setDialog('publish')}>
          {t('priceLists.publish')}
        </Button>
      ) : null}
      {dialog === 'publish' ? <PublishDialog list={list} counts={counts} onClose={close} /> : null}
      <ReasonDialog
        title={t('priceLists.reject')}
        hint={t('priceLists.waitsHint')}
        isOpen={dialog === 'reject'}
        isBusy={decide.isPending}
        onClose={close}
        onGive={(comment) => decide.mutate({ decision: 'reject', comment }, { onSuccess: close })}
      />
      <Modal
        opened={dialog === 'withdraw'}
        onClose={close}
        title={t('priceLists.withdraw')}
        centered
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Stack gap="md">
          <Text c="dimmed">{t('priceLists.withdrawHint')}</Text>
          <Button
            color="red"
            loading={withdraw.isPending}
            onClick={() => withdraw.mutate(undefined, { onSuccess: close })}
          >
            {t('priceLists.withdraw')}
          </Button>
        </Stack>
      </Modal>
    </>
  );
}

function PublishDialog({ list, counts, onClose }: Props & { onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [leavesOut, setLeavesOut] = useState(false);
  const publish = useAct({
    act: async () => {
      const { data } = await api.POST('/api/pricing/v1/price-lists/{list_id}/publish', {
        params: { path: { list_id: list.id } },
        body: { leave_out_refused: leavesOut },
      });
      const isAsked = data?.status === 'awaiting-approval';
      notifications.show({ color: 'green', message: t(isAsked ? 'priceLists.asked' : 'priceLists.published') });
    },
  });
  return (
    <FormDialog
      title={t('priceLists.publishTitle', { name: list.name })}
      action={t('priceLists.publish')}
      isReady={list.refused === 0 || leavesOut}
      act={publish}
      onClose={onClose}
      size="md"
    >
      <Text>{t('priceLists.publishHint', { count: changing(counts), date: format.date(list.effective_from) })}</Text>
      {list.refused > 0 ? (
        <Checkbox
          label={t('priceLists.leaveOut', { count: list.refused })}
          checked={leavesOut}
          onChange={(event) => setLeavesOut(event.currentTarget.checked)}
        />
      ) : null}
    </FormDialog>
  );
}
