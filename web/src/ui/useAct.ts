import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient, type QueryKey, type UseMutationResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { Refused } from '~/api/problem';
import { useRefusal } from '~/i18n/useRefusal';

interface Act<V, D> {
  act: (value: V) => Promise<D>;
  done?: (value: V, answer: D) => string;
  changes?: readonly QueryKey[]; // what is read again; by default everything that is shown
}

/** Do something to a document: tell that it is done, or why it was refused, and show what it changed. */
export function useAct<V = void, D = unknown>({ act, done, changes }: Act<V, D>): UseMutationResult<D, Error, V> {
  const { t } = useTranslation();
  const say = useRefusal();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: (answer, value) => {
      if (done) notifications.show({ color: 'green', message: done(value, answer) });
    },
    onError: (error) => {
      const isStale = error instanceof Refused && error.problem.status === 412;
      const title = error instanceof Refused ? t('refusal.title') : t('refusal.offline');
      const message = error instanceof Refused ? say(error.problem) : t('refusal.offlineHint');
      notifications.show({ color: 'red', title, message: isStale ? t('refusal.changed') : message, autoClose: 10_000 });
    },
    onSettled: () => Promise.all((changes ?? [[]]).map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
}
