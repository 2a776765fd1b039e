import type { OfSales } from '~/api/schemas';
import { decimalOf, isQuantity } from '~/ui/form/decimals';

/** A line as it stands on the screen: figures as they were typed. */
export interface EntryLine {
  key: string;
  product: string;
  packaging: string; // empty: the stock unit
  quantity: string;
  price: string; // of a stock unit, set by hand; empty: calculated
}

export interface Basket {
  customer: string;
  warehouse: string;
  reference: string;
  requestedOn: string;
  shortage: OfSales['Shortage'];
  lines: EntryLine[];
}

export const EMPTY: Basket = {
  customer: '',
  warehouse: '',
  reference: '',
  requestedOn: '',
  shortage: 'backorder',
  lines: [],
};

export function newLine(product: string): EntryLine {
  return { key: crypto.randomUUID(), product, packaging: '', quantity: '1', price: '' };
}

export function isReady(line: EntryLine): boolean {
  return line.product !== '' && isQuantity(line.quantity) && (line.price === '' || decimalOf(line.price) !== null);
}

/** A line as services read it: of the stock unit, or of its packaging. */
export function goodsOf(line: EntryLine) {
  return {
    product_id: line.product,
    quantity: decimalOf(line.quantity) ?? '',
    packaging_code: line.packaging || null,
    unit_price: line.price ? decimalOf(line.price) : null,
  };
}

/** What the service is asked to price and to write; null while something is missing. */
export function orderOf(basket: Basket): OfSales['OrderIn'] | null {
  if (!basket.customer || !basket.warehouse || basket.lines.length === 0 || !basket.lines.every(isReady)) return null;
  return {
    customer_id: basket.customer,
    warehouse: basket.warehouse,
    customer_reference: basket.reference.trim(),
    deliver_to: '',
    requested_on: basket.requestedOn || null,
    shortage: basket.shortage,
    lines: basket.lines.map((line) => ({ ...goodsOf(line), is_drop_shipped: false })),
  };
}
