import { Button, Group, Modal, Select, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useWord } from '~/i18n/useWord';
import { faultOf } from '~/ui/form/faults';
import { useAct } from '~/ui/useAct';

type Method = OfAccounting['Method'];

const METHODS: readonly Method[] = ['avco', 'fifo', 'lot'];

/** Ask that a product be costed by another method; somebody else decides in the inbox. */
export function CostingChange({ product, method }: { product: string; method: string }) {
  const { t } = useTranslation();
  const word = useWord();
  const may = useMay();
  const [isOpen, setIsOpen] = useState(false);
  const others = METHODS.filter((each) => each !== method);
  const [chosen, setChosen] = useState<Method>(others[0] ?? 'fifo');
  const [reason, setReason] = useState('');
  const ask = useAct({
    act: () =>
      api.POST('/api/accounting/v1/costing-changes', { body: { product_id: product, method: chosen, reason } }),
    done: () => t('value.changeAsked'),
  });
  if (!may('accounting.costing.write')) return null;
  return (
    <>
      <Button size="sm" variant="default" onClick={() => setIsOpen(true)}>
        {t('value.change')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setIsOpen(false)}
        title={t('value.change')}
        centered
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            ask.mutate(undefined, { onSuccess: () => setIsOpen(false) });
          }}
        >
          <Stack gap="sm">
            <Text c="dimmed">{t('value.changeHint')}</Text>
            <Select
              label={t('value.method')}
              data-autofocus
              allowDeselect={false}
              data={others.map((value) => ({ value, label: word('costing', value) }))}
              value={chosen}
              error={faultOf(ask.error, 'method')}
              onChange={(value) => setChosen(METHODS.find((each) => each === value) ?? chosen)}
            />
            <Textarea
              label={t('common.reason')}
              required
              maxLength={500}
              autosize
              minRows={2}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
            <Group justify="flex-end" gap="xs">
              <Button variant="default" size="sm" onClick={() => setIsOpen(false)}>
                {t('common.close')}
              </Button>
              <Button type="submit" size="sm" loading={ask.isPending} disabled={!reason.trim()}>
                {t('value.ask')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
