import { Button, Group, Modal, Stack } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Trouble } from '~/ui/Trouble';

interface Props {
  title: string;
  action: string;
  isReady: boolean;
  act: UseMutationResult<unknown, Error, void>;
  onClose: () => void;
  size?: string;
  isFinal?: boolean; // it cannot be undone
  children: ReactNode;
}

/** A form over the screen: it closes once it is done, and says here why it was refused. */
export function FormDialog({ title, action, isReady, act, onClose, size = 'lg', isFinal = false, children }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      size={size}
      title={title}
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          act.mutate(undefined, { onSuccess: onClose });
        }}
      >
        <Stack gap="md">
          {children}
          {act.error ? <Trouble error={act.error} /> : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" size="sm" onClick={onClose}>
              {t('common.close')}
            </Button>
            <Button
              type="submit"
              size="sm"
              {...(isFinal ? { color: 'red' } : {})}
              loading={act.isPending}
              disabled={!isReady}
            >
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
