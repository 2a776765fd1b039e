import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfPurchasing } from '~/api/schemas';
import { faultOf } from '~/ui/form/faults';
import { Trouble } from '~/ui/Trouble';

import { AddedLines } from './AddedLines';
import { addedOf, changesOf, editsOf, type Added } from './changes';
import { LineEdits } from './LineEdits';

interface Props {
  order: OfPurchasing['OrderOut'];
  onClose: () => void;
}

/** A change of a placed order: proposed here, shown beside what it changes, then submitted. */
export function RevisionDialog({ order, onClose }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [edits, setEdits] = useState(() => editsOf(order.lines));
  const [added, setAdded] = useState<readonly Added[]>([]);
  const changes = changesOf(order.lines, edits);
  const lines = addedOf(added);
  const isReady = reason.trim() !== '' && changes !== null && lines !== null && changes.length + lines.length > 0;
  const propose = useMutation({
    mutationFn: () =>
      api.POST('/api/purchasing/v1/purchase-orders/{order_id}/revisions', {
        params: { path: { order_id: order.id } },
        body: { reason: reason.trim(), changes: changes ?? [], added: lines ?? [] },
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
      title={t('revision.revise')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="md">
        {propose.error ? <Trouble error={propose.error} /> : null}
        <Text c="dimmed">{t('revision.hint')}</Text>
        <TextInput
          data-autofocus
          required
          label={t('common.reason')}
          maxLength={200}
          value={reason}
          error={faultOf(propose.error, 'reason')}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div>
          <LineEdits lines={order.lines} edits={edits} mayCancelRest onEdit={setEdits} />
        </div>
        <AddedLines added={added} error={propose.error} onChange={setAdded} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" size="sm" onClick={onClose}>
            {t('common.close')}
          </Button>
          <Button size="sm" disabled={!isReady} loading={propose.isPending} onClick={() => propose.mutate()}>
            {t('revision.propose')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
