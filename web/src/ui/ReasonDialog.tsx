import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  title: string;
  hint: string;
  isOpen: boolean;
  isBusy?: boolean;
  onClose: () => void;
  onGive: (reason: string) => void;
}

/** Before something that cannot be undone: what happens, and why it is wanted. */
export function ReasonDialog({ title, hint, isOpen, isBusy, onClose, onGive }: Props) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={title}
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onGive(reason.trim());
        }}
      >
        <Stack gap="md">
          <Text size="md" c="dimmed">
            {hint}
          </Text>
          <Textarea
            label={t('common.reason')}
            data-autofocus
            required
            maxLength={500}
            autosize
            minRows={2}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" size="sm" onClick={onClose}>
              {t('common.close')}
            </Button>
            <Button type="submit" size="sm" color="red" loading={isBusy ?? false} disabled={!reason.trim()}>
              {title}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
