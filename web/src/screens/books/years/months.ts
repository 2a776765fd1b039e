import type { OfAccounting } from '~/api/schemas';
import { monthBeside } from '~/ui/months';

type Period = OfAccounting['PeriodOut'];

const SHOWN = 18;

/** The last months up to one, newest first; the service tells only of those that somebody locked or closed once. */
export function monthsShown(told: readonly Period[], until: string): Period[] {
  const known = new Map(told.map((it) => [it.period, it]));
  const recent = Array.from({ length: SHOWN }, (_, back) => monthBeside(until, 1 - back));
  const months = [...new Set([...recent, ...known.keys()])].sort().reverse();
  return months.map(
    (period) =>
      known.get(period) ?? { period, status: 'open', is_closed: false, closed_at: null, sealed_at: null, seal: null },
  );
}
