import type { OfPricing } from '~/api/schemas';

export type Limit = OfPricing['LimitBody'];

/** The limits with one of them put in the place of another, or added; or taken out. */
export function replaced(limits: readonly Limit[], at: number | null, limit: Limit | null): Limit[] {
  if (at === null) return limit ? [...limits, limit] : [...limits];
  return limits.flatMap((each, position) => (position !== at ? [each] : limit ? [limit] : []));
}
