import type { OfSales } from '~/api/schemas';
import { isBelow } from '~/ui/decimals';
import { decimalOf, isQuantity } from '~/ui/form/decimals';
import { rateOf as anyRateOf } from '~/ui/form/rates';

export type Delivered = OfSales['DeliveredLineOut'];
export type Reason = OfSales['ReturnReason'];

export const REASONS = [
  'damaged',
  'defective',
  'wrong-item',
  'too-late',
  'not-wanted',
  'other',
] as const satisfies Reason[];

/** What of a delivered line comes back, as it was typed. */
export interface Returned {
  quantity: string;
  reason: Reason;
  fee: string; // in percent of the price; empty: the house's rule for the reason
}

export const NOTHING: Returned = { quantity: '', reason: 'not-wanted', fee: '' };

/** `15` of a hundred is a rate of 0.15, exactly; more than all is none. */
export function rateOf(percent: string): string | null {
  const rate = anyRateOf(percent);
  return rate === null || isBelow('1', rate) ? null : rate;
}

/** Why a line cannot come back so; null if it can, or if nothing of it does. */
export function faultIn(line: Delivered, typed: Returned): 'tooMany' | 'noFee' | null {
  if (typed.quantity === '') return null;
  if (!isQuantity(typed.quantity) || isBelow(line.returnable, decimalOf(typed.quantity) ?? '0')) return 'tooMany';
  return typed.fee === '' || rateOf(typed.fee) !== null ? null : 'noFee';
}

/** The lines as the service is asked for them; null while none is there, or one of them makes no sense. */
export function returnedLines(
  lines: readonly Delivered[],
  typed: Record<string, Returned>,
): OfSales['ReturnLineIn'][] | null {
  const wanted = lines.flatMap((line) => {
    const said = typed[line.shipment_line_id];
    return said && said.quantity !== '' ? [{ line, said }] : [];
  });
  if (wanted.length === 0 || wanted.some(({ line, said }) => faultIn(line, said) !== null)) return null;
  return wanted.map(({ line, said }) => ({
    shipment_line_id: line.shipment_line_id,
    quantity: decimalOf(said.quantity) ?? '',
    reason: said.reason,
    restocking_rate: said.fee === '' ? null : rateOf(said.fee),
  }));
}

/** The prices that the customer claims, below those that he paid; null while there is none, or one is no such price. */
export function claimedLines(lines: readonly Delivered[], typed: Record<string, string>): OfSales['ClaimIn'][] | null {
  const claims = lines.flatMap((line) => {
    const price = typed[line.shipment_line_id] ?? '';
    return price === '' ? [] : [{ line, price: decimalOf(price) }];
  });
  const isClaim = ({ line, price }: (typeof claims)[number]) => price !== null && isBelow(price, line.unit_price);
  if (claims.length === 0 || !claims.every(isClaim)) return null;
  return claims.map(({ line, price }) => ({
    shipment_line_id: line.shipment_line_id,
    claimed_unit_price: price ?? '',
  }));
}
