import type { OfSales } from '~/api/schemas';
import { isBelow, sumOf } from '~/ui/decimals';
import { plain } from '~/ui/form/decimals';

type Short = OfSales['ShortLineOut'];
type Offer = OfSales['SubstituteOut'];

/** So many stock units of a product. */
export interface Portion {
  product: string;
  quantity: string;
}

/** The substitute instead of the whole line. */
export function replacing(short: Short, offer: Offer): Portion[] {
  return [{ product: offer.product_id, quantity: plain(short.quantity) }];
}

/** What is there of the line, and the substitute for the rest of it; null where nothing of it is there, or it is not sold. */
export function completing(short: Short, offer: Offer): Portion[] | null {
  if (short.unit_price === null || !isBelow('0', short.available)) return null;
  return [
    { product: short.product_id, quantity: plain(short.available) },
    { product: offer.product_id, quantity: plain(missingOf(short)) },
  ];
}

export function missingOf(short: Short): string {
  return sumOf([short.quantity, `-${short.available}`]);
}
