import type { OfSales } from '~/api/schemas';
import { decimalOf } from '~/ui/form/decimals';

import { goodsOf, isReady, newLine, type EntryLine } from '../entry/basket';

/** A line of an agreement as it is typed: the price is always said. */
export interface AgreedLine extends EntryLine {
  least: string; // of one call-off; empty: any quantity
}

export interface TypedAgreement {
  customer: string;
  reference: string;
  from: string;
  until: string;
  lines: AgreedLine[];
}

export function agreedLine(line: EntryLine = newLine('')): AgreedLine {
  return { ...line, least: '' };
}

/** What can be priced of it, to show margins; null while that is nothing. */
export function pricedOf({ customer, lines }: TypedAgreement): OfSales['OrderIn'] | null {
  if (!customer || lines.length === 0 || !lines.every(isReady)) return null;
  const goods = lines.map((line) => ({ ...goodsOf(line), is_drop_shipped: false }));
  return { customer_id: customer, customer_reference: '', deliver_to: '', shortage: 'backorder', lines: goods };
}

/** What is agreed on; null while something is missing. */
export function agreementOf(typed: TypedAgreement): OfSales['BlanketIn'] | null {
  const { customer, reference, from, until, lines } = typed;
  if (!customer || !from || !until || until <= from || lines.length === 0) return null;
  const body = lines.map((line) => {
    const least = line.least === '' ? '0' : decimalOf(line.least);
    const { unit_price, ...goods } = goodsOf(line);
    return isReady(line) && unit_price !== null && least !== null ? { ...goods, unit_price, least } : null;
  });
  const whole = body.filter((line) => line !== null);
  if (whole.length < body.length) return null;
  return { customer_id: customer, reference: reference.trim(), starts_on: from, ends_on: until, lines: whole };
}
