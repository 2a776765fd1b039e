import type { OfAccounting } from '~/api/schemas';
import { isBelow } from '~/ui/decimals';
import { decimalOf, isQuantity } from '~/ui/form/decimals';

type Line = Pick<OfAccounting['InvoiceLineOut'], 'id' | 'quantity' | 'net_amount'>;

/** What is credited of one line, as typed. */
export interface Credited {
  quantity: string; // goods that are not sold after all; empty or zero: only the price
  net: string;
}

export type Credits = Readonly<Record<string, Credited>>;

/** A line ticked is credited whole, until somebody types less. */
export function whole(line: Line): Credited {
  return { quantity: line.quantity, net: line.net_amount };
}

/** Why a line cannot be credited like this: a text's name; nothing where it can. */
export function faultIn(line: Line, { quantity, net }: Credited): 'tooMany' | 'tooMuch' | 'noAmount' | null {
  if (!isQuantity(net)) return 'noAmount';
  if (isBelow(line.net_amount, decimalOf(net) ?? '0')) return 'tooMuch';
  const typed = quantity.trim() === '' ? '0' : decimalOf(quantity);
  return typed === null || isBelow(line.quantity, typed) ? 'tooMany' : null;
}

export function creditedLines(credits: Credits): OfAccounting['CreditedLineIn'][] {
  return Object.entries(credits).map(([invoice_line_id, { quantity, net }]) => ({
    invoice_line_id,
    quantity: decimalOf(quantity) ?? '0',
    net_amount: decimalOf(net) ?? '',
  }));
}
