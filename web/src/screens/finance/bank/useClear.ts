import { notifications } from '@mantine/notifications';
import type { UseMutationResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { Refused } from '~/api/problem';
import { useAct } from '~/ui/useAct';

import { SURE, type Clearing } from './clearing';

interface Decision {
  entry: string;
  clearing: Clearing;
}

/** Say what one entry is for. A write-off above one's limit waits for a colleague. */
export function useClear(): UseMutationResult<unknown, Error, Decision> {
  const { t } = useTranslation();
  return useAct<Decision>({
    act: async ({ entry, clearing }) => {
      const items = [{ entry_id: entry, clearing }];
      const { data } = await api.POST('/api/accounting/v1/bank-entries/clear', { body: { items } });
      const [cleared] = data?.items ?? [];
      if (cleared?.problem) throw new Refused(cleared.problem);
      const number = cleared?.payment_number ?? cleared?.entry_number ?? '';
      const isWaiting = cleared?.status === 'waiting';
      const message = cleared?.payment_number ? t('bank.clearedAs', { number }) : t('bank.postedAs', { number });
      notifications.show({ color: 'green', message: isWaiting ? t('bank.waitsForApproval') : message });
    },
  });
}

/** Accept every proposal that leaves no doubt; those that are refused stay, with the reason told. */
export function useClearSure(statement: string): UseMutationResult<unknown, Error, void> {
  const { t } = useTranslation();
  return useAct({
    act: async () => {
      const body = { statement_id: statement, min_confidence: SURE };
      const { data } = await api.POST('/api/accounting/v1/bank-entries/clear-proposed', { body });
      const items = data?.items ?? [];
      const refused = items.flatMap(({ problem }) => (problem ? [problem] : []));
      const count = items.length - refused.length;
      notifications.show({ color: 'green', message: t('bank.clearedMany', { count }) });
      for (const { title, detail } of refused)
        notifications.show({ color: 'red', title, message: detail, autoClose: 10_000 });
    },
  });
}
