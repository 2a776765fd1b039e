import { useTranslation } from 'react-i18next';

import { useFormat } from '~/i18n/useFormat';
import type { Job } from '~/ui/bulk/job';
import { sumOf } from '~/ui/decimals';

import { decideOne, type Decision } from './decide';
import { kindsOf, type Approval } from './inbox';
import { useSubjectName } from './useSubject';

/** Many requests decided with one reason: how many of what and what they amount to, then each on its own. */
export function useManyDecisions(): (
  approvals: readonly Approval[],
  decision: Decision,
  settled: Job<Approval>['settled'],
) => Job<Approval> {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useSubjectName();
  return (approvals, decision, settled) => {
    const isRefusal = decision === 'reject';
    const count = approvals.length;
    const made = kindsOf(approvals).map(([subject, of]) =>
      t('bulk.approvals.made', { count: of, kind: nameOf(subject) }),
    );
    const amount = format.money(sumOf(approvals.flatMap((it) => it.amount ?? [])));
    return {
      title: t(isRefusal ? 'approvals.refuseMany' : 'approvals.approveMany', { count }),
      hint: `${made.join(', ')}. ${t('approvals.approveHint', { amount })} ${isRefusal ? t('approvals.refuseHint') : ''}`.trim(),
      rows: approvals,
      nameOf: (it) => it.document_number,
      act: async (approval, comment) => {
        await decideOne({ approval, decision, comment });
        return null;
      },
      done: (done) => t(isRefusal ? 'approvals.refusedMany' : 'approvals.approvedMany', { count: done }),
      reason: isRefusal ? 'required' : 'optional',
      isFinal: isRefusal,
      settled,
    };
  };
}
