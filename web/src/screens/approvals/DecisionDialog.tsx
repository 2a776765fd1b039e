import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '~/i18n/useFormat';

import type { Decision } from './decide';
import type { Approval } from './inbox';

export interface Pending {
  approvals: Approval[];
  decision: Decision;
}

interface Props {
  pending: Pending | null;
  isBusy: boolean;
  onClose: () => void;
  onDecide: (comment: string) => void;
}

/** Before a refusal: why. Before many at once: how many, and what they amount to. */
export function DecisionDialog({ pending, isBusy, onClose, onDecide }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [comment, setComment] = useState('');
  const count = pending?.approvals.length ?? 0;
  const isRefusal = pending?.decision === 'reject';
  const label = isRefusal
    ? count > 1
      ? t('approvals.refuseMany', { count })
      : t('approvals.refuse')
    : t('approvals.approveMany', { count });
  const cents = pending?.approvals.reduce((sum, each) => sum + Math.round(Number(each.amount ?? 0) * 100), 0) ?? 0;
  return (
    <Modal
      opened={pending !== null}
      onClose={onClose}
      title={count === 1 ? `${label} ${pending?.approvals[0]?.document_number ?? ''}` : label}
      centered
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onDecide(comment.trim());
          setComment('');
        }}
      >
        <Stack gap="md">
          <Text c="dimmed">
            {isRefusal ? t('approvals.refuseHint') : t('approvals.approveHint', { amount: format.money(cents / 100) })}
          </Text>
          <Textarea
            label={t('common.reason')}
            data-autofocus
            required={isRefusal}
            maxLength={500}
            autosize
            minRows={2}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" size="sm" onClick={onClose}>
              {t('common.close')}
            </Button>
            <Button
              type="submit"
              size="sm"
              color={isRefusal ? 'red' : 'indigo'}
              loading={isBusy}
              disabled={isRefusal && !comment.trim()}
            >
              {label}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
