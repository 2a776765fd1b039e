import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { Refused } from '~/api/problem';
import { useRefusal } from '~/i18n/useRefusal';

const UNDO_MS = 10_000;

interface Done {
  message: string;
  undo: () => Promise<unknown>;
}

/** Tell that something is done, and for ten seconds offer to undo it: a word to press rather than a question beforehand. */
export function useUndo(): (done: Done) => void {
  const { t } = useTranslation();
  const say = useRefusal();
  const queries = useQueryClient();

  const back = async (id: string, undo: Done['undo']) => {
    notifications.hide(id);
    try {
      await undo();
      notifications.show({ color: 'gray', message: t('undo.undone') });
    } catch (error) {
      const message = error instanceof Refused ? say(error.problem) : t('refusal.offlineHint');
      notifications.show({ color: 'red', title: t('undo.failed'), message, autoClose: UNDO_MS });
    } finally {
      void queries.invalidateQueries();
    }
  };

  return ({ message, undo }) => {
    const id = crypto.randomUUID();
    notifications.show({
      id,
      color: 'green',
      autoClose: UNDO_MS,
      message: (
        <Group justify="space-between" wrap="nowrap" gap="sm">
          <Text inherit>{message}</Text>
          <Button size="compact-sm" variant="light" onClick={() => void back(id, undo)}>
            {t('undo.undo')}
          </Button>
        </Group>
      ),
    });
  };
}
