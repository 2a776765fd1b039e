import type { OfSales } from '~/api/schemas';
import { decimalOf, plain } from '~/ui/form/decimals';
import { rateOf } from '~/ui/form/rates';
import { percentOf } from '~/screens/pricing/shared/rates';

export const REASONS = ['damaged', 'defective', 'wrong-item', 'too-late', 'not-wanted', 'other'] as const;
export type Reason = (typeof REASONS)[number];

/** The rules of returns as they are typed. */
export interface TypedRules {
  window: string; // days; empty: for ever
  above: string; // empty: nobody approves
  fees: Record<Reason, string>; // percent; empty: none
}

export function typedRules({ window_days, approval_above, restocking }: OfSales['ReturnRulesIn']): TypedRules {
  const fees = REASONS.map((reason) => [reason, restocking?.[reason] ? percentOf(restocking[reason]) : ''] as const);
  return {
    window: window_days === null || window_days === undefined ? '' : String(window_days),
    above: approval_above ? plain(approval_above) : '',
    fees: Object.fromEntries(fees) as Record<Reason, string>,
  };
}

/** What the service is told; null while a figure is not understood. */
export function rulesOf({ window, above, fees }: TypedRules): OfSales['ReturnRulesIn'] | null {
  if (window !== '' && !/^\d{1,4}$/.test(window)) return null;
  if (above !== '' && decimalOf(above) === null) return null;
  const told = REASONS.filter((reason) => fees[reason].trim() !== '');
  if (told.some((reason) => rateOf(fees[reason]) === null)) return null;
  return {
    window_days: window === '' ? null : Number(window),
    approval_above: above === '' ? null : decimalOf(above),
    restocking: Object.fromEntries(told.map((reason) => [reason, rateOf(fees[reason]) ?? ''])),
  };
}
