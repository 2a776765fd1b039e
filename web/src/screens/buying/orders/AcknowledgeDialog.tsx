import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfPurchasing } from '~/api/schemas';
import { Trouble } from '~/ui/Trouble';

import { answersOf, editsOf } from './changes';
import { LineEdits } from './LineEdits';

interface Props {
  order: OfPurchasing['OrderOut'];
  onClose: () => void;
}

/** What the supplier confirms. What is otherwise than ordered becomes a revision, which somebody accepts or rejects. */
export function AcknowledgeDialog({ order, onClose }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [reference, setReference] = useState(order.supplier_reference);
  const [edits, setEdits] = useState(() => editsOf(order.lines));
  const answers = answersOf(order.lines, edits);
  const keep = useMutation({
    mutationFn: () =>
      api.POST('/api/purchasing/v1/purchase-orders/{order_id}/acknowledgements', {
        params: { path: { order_id: order.id } },
        body: { reference: reference.trim(), lines: answers ?? [] },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      onClose();
    },
  });
  return (
    <Modal
      opened
      size="xl"
      onClose={onClose}
      title={t('purchase.acknowledge')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="md">
        {keep.error ? <Trouble error={keep.error} /> : null}
        <Text c="dimmed">{t('revision.acknowledgeHint')}</Text>
        <TextInput
          maw={320}
          data-autofocus
          label={t('buying.reference')}
          value={reference}
          onChange={(event) => setReference(event.currentTarget.value)}
        />
        <div>
          <LineEdits lines={order.lines} edits={edits} onEdit={setEdits} />
        </div>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" size="sm" onClick={onClose}>
            {t('common.close')}
          </Button>
          <Button size="sm" disabled={!answers} loading={keep.isPending} onClick={() => keep.mutate()}>
            {answers && answers.length > 0 ? t('revision.differs', { count: answers.length }) : t('revision.asOrdered')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
