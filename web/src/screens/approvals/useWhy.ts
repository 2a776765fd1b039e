import { useTranslation } from 'react-i18next';

import { useReasons } from '~/i18n/useReasons';
import { useWord } from '~/i18n/useWord';

import { countsOf, linesOf, reasonsOf, textOf } from './details';
import type { Approval } from './inbox';

/** Why somebody must decide: in the reader's language where the service gives its reasons, in the service's words otherwise. */
export function useWhy(approval: Approval): string {
  const { t } = useTranslation();
  const say = useReasons();
  const word = useWord();
  const currency = textOf(approval, 'currency') || 'EUR';
  const [first, ...others] = linesOf(approval);
  if (first?.reasons?.length) {
    const why = say({ explanation: first.explanation ?? approval.reason, reasons: first.reasons }, currency);
    return [
      t('approvals.lineWhy', { sku: first.sku, why }),
      others.length ? t('approvals.andMore', { count: others.length }) : '',
    ]
      .join(' ')
      .trim();
  }
  const reasons = reasonsOf(approval);
  if (reasons.length > 0) {
    return [textOf(approval, 'reason'), say({ explanation: approval.reason, reasons }, currency)]
      .filter(Boolean)
      .join(' — ');
  }
  const counts = countsOf(approval);
  if (approval.subject === 'price-list' && counts.length > 0) {
    const told = counts.map(([kind, count]) => `${word('priceChange', kind)} : ${count}`).join(', ');
    return t('approvals.listChanges', { told });
  }
  return approval.reason;
}
