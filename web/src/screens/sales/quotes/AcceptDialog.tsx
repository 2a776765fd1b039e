import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { faultOf } from '~/ui/form/faults';
import { Trouble } from '~/ui/Trouble';
import { useAct } from '~/ui/useAct';

import { usualChoice } from './answer';
import { Choices } from './Choices';

interface Props {
  offer: OfSales['OfferOut'];
  onClose: () => void;
  onOrdered: (order: string) => void;
}

/** The customer said yes, by telephone or letter: who, when, and what he takes of the options. */
export function AcceptDialog({ offer, onClose, onOrdered }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [on, setOn] = useState('');
  const [reference, setReference] = useState('');
  const [taken, setTaken] = useState(() => usualChoice(offer.lines));
  const accept = useAct({
    act: async () => {
      const { data } = await api.POST('/api/sales/v1/offers/{offer_id}/accept', {
        params: { path: { offer_id: offer.offer_id } },
        body: {
          edition: offer.edition,
          name: name.trim(),
          accepted_on: on || null,
          customer_reference: reference.trim(),
          lines: taken,
        },
      });
      return data?.sales_order_id ?? null;
    },
    done: () => t('quotes.accepted', { number: offer.number }),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('quotes.accept')}
      centered
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          accept.mutate(undefined, { onSuccess: (order) => (order ? onOrdered(order) : onClose()) });
        }}
      >
        <Stack gap="md">
          <Text c="dimmed">{t('quotes.acceptHint')}</Text>
          {accept.error ? <Trouble error={accept.error} /> : null}
          <Group grow align="flex-start">
            <TextInput
              label={t('quotes.who')}
              required
              data-autofocus
              minLength={2}
              maxLength={120}
              value={name}
              error={faultOf(accept.error, 'name')}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <TextInput
              type="date"
              label={t('quotes.saidOn')}
              value={on}
              error={faultOf(accept.error, 'accepted_on')}
              onChange={(event) => setOn(event.currentTarget.value)}
            />
            <TextInput
              label={t('quotes.theirOrder')}
              maxLength={200}
              value={reference}
              onChange={(event) => setReference(event.currentTarget.value)}
            />
          </Group>
          <Choices lines={offer.lines} currency={offer.currency} taken={taken} onTake={setTaken} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" size="sm" onClick={onClose}>
              {t('common.close')}
            </Button>
            <Button type="submit" size="sm" loading={accept.isPending} disabled={name.trim().length < 2}>
              {t('quotes.makeOrder')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
