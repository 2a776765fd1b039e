import type { OfSales } from '~/api/schemas';
import { decimalOf, isQuantity, plain } from '~/ui/form/decimals';

/** A part of a kit as it is typed: stock units in one kit. */
export interface TypedPart {
  key: string;
  product: string;
  quantity: string;
}

export function newPart(product = '', quantity = '1'): TypedPart {
  return { key: crypto.randomUUID(), product, quantity };
}

export function typedParts(kit: OfSales['KitIn']): TypedPart[] {
  return kit.components.map((it) => newPart(it.product_id, plain(it.quantity)));
}

/** What the service is told; null while a part is not understood. */
export function componentsOf(parts: readonly TypedPart[]): { product_id: string; quantity: string }[] | null {
  if (parts.some(({ product, quantity }) => product === '' || !isQuantity(quantity))) return null;
  return parts.map(({ product, quantity }) => ({ product_id: product, quantity: decimalOf(quantity) ?? '' }));
}
