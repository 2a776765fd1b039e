import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';

import type { Asking } from './asking';
import { approvalsKey, type Approval } from './inbox';

export type Decision = 'approve' | 'reject';

export interface Decided {
  approvals: readonly Approval[];
  decision: Decision;
  comment: string;
}

interface Outcome {
  done: Approval[];
  failed: { approval: Approval; detail: string }[];
}

/** Decide many requests of all services, each service in one call; what one of them refuses does not hold up the others. */
export function useDecide(): UseMutationResult<Outcome, Error, Decided> {
  const { t } = useTranslation();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: decideAll,
    onMutate: ({ approvals }) => {
      const gone = new Set(approvals.map((each) => each.id));
      queries.setQueriesData<Approval[]>({ queryKey: approvalsKey }, (items) =>
        items?.filter((each) => !gone.has(each.id)),
      );
    },
    onSuccess: ({ done, failed }, { decision }) => {
      const [first] = done;
      const isApproval = decision === 'approve';
      if (done.length === 1 && first) {
        const message = t(isApproval ? 'approvals.approvedOne' : 'approvals.refusedOne', {
          number: first.document_number,
        });
        notifications.show({ color: isApproval ? 'green' : 'gray', message });
      } else if (done.length > 1) {
        const message = t(isApproval ? 'approvals.approvedMany' : 'approvals.refusedMany', { count: done.length });
        notifications.show({ color: isApproval ? 'green' : 'gray', message });
      }
      if (failed.length > 0) {
        const message = failed.map(({ approval, detail }) => `${approval.document_number}: ${detail}`).join('\n');
        notifications.show({
          color: 'red',
          title: t('approvals.someFailed', { count: failed.length }),
          message,
          autoClose: 12_000,
        });
      }
    },
    onError: (error) => notifications.show({ color: 'red', title: t('refusal.title'), message: error.message }),
    onSettled: () => queries.invalidateQueries(),
  });
}

async function decideAll({ approvals, decision, comment }: Decided): Promise<Outcome> {
  const services = [...new Set(approvals.map((each) => each.service))];
  const outcomes = await Promise.all(
    services.map((service) =>
      decideIn(
        service,
        approvals.filter((each) => each.service === service),
        decision,
        comment,
      ),
    ),
  );
  return { done: outcomes.flatMap((each) => each.done), failed: outcomes.flatMap((each) => each.failed) };
}

async function decideIn(
  service: Asking,
  approvals: readonly Approval[],
  decision: Decision,
  comment: string,
): Promise<Outcome> {
  const byId = new Map(approvals.map((each) => [each.id, each]));
  const items = approvals.map(({ id }) => ({ id, decision, comment }));
  try {
    const { data } = await api.POST(`/api/${service}/v1/approvals/decide`, { body: { items } });
    const answers = (data?.items ?? []).flatMap(({ id, problem }) => {
      const approval = byId.get(id);
      return approval ? [{ approval, detail: problem?.detail ?? '' }] : [];
    });
    return {
      done: answers.filter((it) => !it.detail).map((it) => it.approval),
      failed: answers.filter((it) => it.detail),
    };
  } catch (error) {
    const detail = error instanceof Error ? error.message : '';
    return { done: [], failed: approvals.map((approval) => ({ approval, detail })) };
  }
}
