import type { OfSales } from '~/api/schemas';
import { isBelow } from '~/ui/decimals';
import { decimalOf, isQuantity } from '~/ui/form/decimals';

type Line = OfSales['BlanketLineOut'];

/** Whether an agreement can be called off on a day: it was ended, is over, or has not begun. */
export function standing(
  { is_ended, starts_on, ends_on }: Pick<OfSales['BlanketSummary'], 'is_ended' | 'starts_on' | 'ends_on'>,
  today: string,
): 'ended' | 'over' | 'planned' | 'active' {
  if (is_ended) return 'ended';
  if (today >= ends_on) return 'over';
  return today < starts_on ? 'planned' : 'active';
}

/** Why so much of a line cannot be called off; null if it can, or nothing is asked. */
export function faultOfCall(line: Line, typed: string): 'tooMany' | 'tooFew' | null {
  if (typed === '') return null;
  const quantity = decimalOf(typed);
  if (quantity === null || !isQuantity(typed) || isBelow(line.left, quantity)) return 'tooMany';
  return isBelow(quantity, line.least) && isBelow(quantity, line.left) ? 'tooFew' : null;
}

/** What is called off of each line; null while it is nothing, or one cannot be. */
export function calledLines(lines: readonly Line[], typed: Record<string, string>): OfSales['CalledLineIn'][] | null {
  const wanted = lines.filter((line) => (typed[line.id] ?? '') !== '');
  if (wanted.length === 0 || wanted.some((line) => faultOfCall(line, typed[line.id] ?? '') !== null)) return null;
  return wanted.map((line) => ({ line_id: line.id, quantity: decimalOf(typed[line.id] ?? '') ?? '' }));
}
