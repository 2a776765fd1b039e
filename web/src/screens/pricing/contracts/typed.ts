import { decimalOf } from '~/ui/form/decimals';

import { rateOf } from '../shared/rates';

/** A line of a contract as it is typed: a price of a product, or a discount on a product or a family. */
export interface TypedLine {
  product: string;
  family: string;
  quantity: string;
  price: string;
  discount: string; // percent
  cap: string;
}

export const EMPTY_LINE: TypedLine = { product: '', family: '', quantity: '', price: '', discount: '', cap: '' };

export function lineBody(line: TypedLine) {
  const price = line.product ? decimalOf(line.price) : null;
  return {
    product_id: line.product || null,
    family_code: line.product ? null : line.family || null,
    min_quantity: decimalOf(line.quantity) ?? '0',
    unit_price: price,
    discount_rate: price === null ? rateOf(line.discount) : null,
    quantity_cap: price === null ? null : decimalOf(line.cap),
  };
}

export function isWholeLine(line: TypedLine): boolean {
  const body = lineBody(line);
  return Boolean(body.product_id ?? body.family_code) && (body.unit_price ?? body.discount_rate) !== null;
}
