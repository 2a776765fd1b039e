import { Button, Group, Stack, TextInput } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { usualChoice } from '~/screens/sales/quotes/answer';
import { Choices } from '~/screens/sales/quotes/Choices';
import { Card } from '~/ui/Card';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { Trouble } from '~/ui/Trouble';
import { useAct } from '~/ui/useAct';

import { linked, type LinkedOffer } from './linked';

/** The customer's yes or no, under his name. */
export function Answer({ offer, secret }: { offer: LinkedOffer; secret: string }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [reference, setReference] = useState('');
  const [taken, setTaken] = useState(() => usualChoice(offer.lines));
  const [isRefusing, setIsRefusing] = useState(false);
  const { edition } = offer;
  const isNamed = name.trim().length >= 2;
  const accept = useAct({
    act: () =>
      linked('/accept', secret, {
        edition,
        name: name.trim(),
        customer_reference: reference.trim(),
        lines: taken,
      }),
    done: () => t('quotes.accepted', { number: offer.number }),
  });
  const refuse = useAct({
    act: (reason: string) => linked('/refuse', secret, { edition, name: name.trim(), reason }),
    done: () => t('quotes.refused', { number: offer.number }),
  });
  return (
    <Stack gap="md" mt="md">
      {accept.error ? <Trouble error={accept.error} /> : null}
      <Card title={t('quotes.yourAnswer')}>
        <Stack gap="md">
          <Choices lines={offer.lines} currency={offer.currency} taken={taken} onTake={setTaken} />
          <Group align="flex-start">
            <TextInput
              flex="1 1 220px"
              label={t('quotes.yourName')}
              required
              maxLength={120}
              autoComplete="name"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <TextInput
              flex="1 1 220px"
              label={t('quotes.yourOrder')}
              maxLength={200}
              value={reference}
              onChange={(event) => setReference(event.currentTarget.value)}
            />
          </Group>
          <Group gap="xs">
            <Button
              size="sm"
              leftSection={<IconCheck size={16} />}
              disabled={!isNamed}
              loading={accept.isPending}
              onClick={() => accept.mutate()}
            >
              {t('quotes.yes')}
            </Button>
            <Button
              size="sm"
              variant="default"
              leftSection={<IconX size={16} />}
              disabled={!isNamed}
              onClick={() => setIsRefusing(true)}
            >
              {t('quotes.no')}
            </Button>
          </Group>
        </Stack>
      </Card>
      <ReasonDialog
        title={t('quotes.no')}
        hint={t('quotes.noHint')}
        isOpen={isRefusing}
        isBusy={refuse.isPending}
        onClose={() => setIsRefusing(false)}
        onGive={(reason) => refuse.mutate(reason, { onSuccess: () => setIsRefusing(false) })}
      />
    </Stack>
  );
}
