import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { Refused } from '~/api/problem';
import { useRefusal } from '~/i18n/useRefusal';

import { approvalsKey, type Approval } from './inbox';

export type Decision = 'approve' | 'reject';

interface Decided {
  approval: Approval;
  decision: Decision;
  comment: string;
}

/** Decide on one request, in the service that asks. It signs what that request says, and nothing else. */
export async function decideOne({ approval, decision, comment }: Decided): Promise<void> {
  const items = [{ id: approval.id, decision, comment }];
  const { data } = await api.POST(`/api/${approval.service}/v1/approvals/decide`, { body: { items } });
  const problem = data?.items[0]?.problem;
  if (problem) throw new Refused(problem);
}

/** Decide on one at once: it leaves the inbox before the service has answered, and comes back where it refuses. */
export function useDecide(): UseMutationResult<void, Error, Decided> {
  const { t } = useTranslation();
  const say = useRefusal();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: decideOne,
    onMutate: ({ approval }) => {
      queries.setQueriesData<Approval[]>({ queryKey: approvalsKey }, (items) =>
        items?.filter(({ id }) => id !== approval.id),
      );
    },
    onSuccess: (_, { approval: { document_number: number }, decision }) => {
      const isApproval = decision === 'approve';
      const message = t(isApproval ? 'approvals.approvedOne' : 'approvals.refusedOne', { number });
      notifications.show({ color: isApproval ? 'green' : 'gray', message });
    },
    onError: (error, { approval }) =>
      notifications.show({
        color: 'red',
        title: t('approvals.someFailed', { count: 1 }),
        message: `${approval.document_number}: ${error instanceof Refused ? say(error.problem) : t('refusal.offlineHint')}`,
        autoClose: 12_000,
      }),
    onSettled: () => queries.invalidateQueries(),
  });
}
