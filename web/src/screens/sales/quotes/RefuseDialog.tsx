import { TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { FormDialog } from '~/ui/form/FormDialog';
import { useAct } from '~/ui/useAct';

/** The customer said no: who, and why; another version may follow. */
export function RefuseDialog({ offer, onClose }: { offer: OfSales['OfferOut']; onClose: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [reason, setReason] = useState('');
  const refuse = useAct({
    act: () =>
      api.POST('/api/sales/v1/offers/{offer_id}/refuse', {
        params: { path: { offer_id: offer.offer_id } },
        body: { edition: offer.edition, name: name.trim(), reason: reason.trim() },
      }),
    done: () => t('quotes.refused', { number: offer.number }),
  });
  return (
    <FormDialog
      title={t('quotes.refuse')}
      action={t('quotes.refuse')}
      isReady={name.trim().length >= 2 && reason.trim() !== ''}
      isFinal
      act={refuse}
      onClose={onClose}
      size="md"
    >
      <TextInput
        label={t('quotes.who')}
        required
        data-autofocus
        maxLength={120}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Textarea
        label={t('common.reason')}
        required
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
