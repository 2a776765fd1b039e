import type { OfPricing } from '~/api/schemas';
import { decimalOf } from '~/ui/form/decimals';

import { percentOf, rateOf } from '../shared/rates';

export type Kind = OfPricing['Kind'];

export const KINDS: readonly Kind[] = [
  'line-discount',
  'fixed-price',
  'amount-off',
  'free-goods',
  'line-surcharge',
  'order-discount',
  'order-surcharge',
  'minimum-order',
  'freight',
  'volume-rebate',
  'cash-discount',
  'freight-cost-rate',
  'freight-cost-weight',
];

const RATES = new Set<Kind>(['line-discount', 'order-discount', 'volume-rebate', 'cash-discount', 'freight-cost-rate']);
const CHARGES = new Set<Kind>(['order-surcharge', 'minimum-order', 'freight']);
const REDUCTIONS = new Set<Kind>(['fixed-price', 'amount-off', 'line-discount', 'free-goods', 'order-discount']);

/** What the value of a rule is: a rate, an amount of money, or units that are free. */
export function valueKind(kind: Kind): 'rate' | 'amount' | 'units' {
  if (kind === 'free-goods') return 'units';
  return RATES.has(kind) ? 'rate' : 'amount';
}

/** Charged on a whole order: neither for a product nor for a quantity. */
export const isCharge = (kind: Kind) => CHARGES.has(kind);

/** What carrying costs us, which may differ by site. */
export const isFreightCost = (kind: Kind) => kind === 'freight-cost-rate' || kind === 'freight-cost-weight';

/** It lowers a price, so that it may stand alone. */
export const isReduction = (kind: Kind) => REDUCTIONS.has(kind);

export function valueOf(kind: Kind, typed: string): string | null {
  return valueKind(kind) === 'rate' ? rateOf(typed) : decimalOf(typed);
}

export function typedValue(kind: Kind, value: string): string {
  return valueKind(kind) === 'rate' ? percentOf(value) : value;
}
