import type { OfSales } from '~/api/schemas';
import { decimalOf, isQuantity, plain } from '~/ui/form/decimals';

import type { Portion } from './instead';

/** A line as it stands on the screen: figures as they were typed. */
export interface EntryLine {
  key: string;
  product: string;
  packaging: string; // empty: the stock unit
  quantity: string;
  price: string; // of a stock unit, set by hand; empty: calculated
  isDropShipped: boolean; // a supplier brings it to the customer himself
}

export interface Basket {
  customer: string;
  warehouse: string;
  reference: string;
  requestedOn: string;
  shortage: OfSales['Shortage'];
  delivery: OfSales['DeliveryPolicy'] | ''; // empty: the customer's usual
  deliverTo: string; // empty: the customer's own address
  lines: EntryLine[];
}

export const EMPTY: Basket = {
  customer: '',
  warehouse: '',
  reference: '',
  requestedOn: '',
  shortage: 'backorder',
  delivery: '',
  deliverTo: '',
  lines: [],
};

export function newLine(product: string): EntryLine {
  return { key: crypto.randomUUID(), product, packaging: '', quantity: '1', price: '', isDropShipped: false };
}

/** Lines in which these portions stand instead of one. */
export function taken(lines: readonly EntryLine[], key: string, portions: readonly Portion[]): EntryLine[] {
  return lines.flatMap((line) => {
    if (line.key !== key) return [line];
    return portions.map(({ product, quantity }, n) => ({
      ...newLine(product),
      ...(n === 0 ? { key } : {}), // where one is stays where one is
      price: product === line.product ? line.price : '',
      quantity,
    }));
  });
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
    deliver_to: basket.deliverTo.trim(),
    delivery: basket.delivery || null,
    requested_on: basket.requestedOn || null,
    shortage: basket.shortage,
    lines: basket.lines.map((line) => ({ ...goodsOf(line), is_drop_shipped: line.isDropShipped })),
  };
}

/** What a line of a document was written with. */
export function writtenLine(line: {
  id: string;
  product_id: string;
  quantity: string;
  packaging_code: string | null;
  packaging_quantity: string;
  unit_price: string;
  steps: { rule: string }[];
  is_drop_shipped?: boolean;
}): EntryLine {
  return {
    key: line.id,
    product: line.product_id,
    packaging: line.packaging_code ?? '',
    quantity: plain(line.packaging_code === null ? line.quantity : line.packaging_quantity),
    price: line.steps.at(-1)?.rule === 'manual-price' ? plain(line.unit_price) : '',
    isDropShipped: line.is_drop_shipped ?? false,
  };
}

/** A draft as it can be written anew: parts of a kit are the kit again. */
export function basketOf(order: OfSales['OrderDetailsOut']): Basket {
  const seen = new Set<number>();
  return {
    customer: order.customer_id,
    warehouse: order.warehouse,
    reference: order.customer_reference,
    requestedOn: order.requested_on ?? '',
    shortage: order.shortage,
    delivery: order.delivery,
    deliverTo: order.deliver_to,
    lines: order.lines.flatMap((line) => {
      if (!line.kit) return [writtenLine(line)];
      const { product_id, quantity, position } = line.kit;
      if (seen.has(position)) return [];
      seen.add(position);
      return [{ ...newLine(product_id), key: line.id, quantity: plain(quantity), isDropShipped: line.is_drop_shipped }];
    }),
  };
}
