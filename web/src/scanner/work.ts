/** What a person does with a scanner: what has been scanned so far, and what is wanted next. No network, no screen. */
import { sumOf } from '~/ui/decimals';

export const FLOWS = {
  receive: ['product'],
  putAway: ['product', 'source', 'destination'],
  pick: ['source', 'product'],
  transfer: ['product', 'source', 'destination'],
  count: ['source', 'product'],
  lookUp: ['product'],
} as const satisfies Record<string, readonly Slot[]>;

export type Flow = keyof typeof FLOWS;
export type Slot = 'product' | 'source' | 'destination';

export interface Product {
  id: string;
  sku: string;
  name: string;
  quantity: string; // stock units of what was scanned: a box of 12 is 12
  lot?: string;
  expiresOn?: string;
}

export interface Place {
  warehouse: string;
  location: string;
}

export type Scanned = { product: Product } | { place: Place };

export interface Work {
  product?: Product;
  source?: Place;
  destination?: Place;
}

export interface Wanted {
  productId: string;
  location: string;
  lot: string | null;
}

export type Trouble = 'wrongPlace' | 'wrongProduct' | 'wrongLot' | 'otherWarehouse' | 'noPlaceHere';

/** The work with what was scanned, or why it does not fit. `wanted`: what a task asks for. */
export function scan(flow: Flow, work: Work, scanned: Scanned, wanted?: Wanted): Work | Trouble {
  return 'place' in scanned ? atPlace(flow, work, scanned.place, wanted) : withProduct(work, scanned.product, wanted);
}

export function nextSlot(flow: Flow, work: Work): Slot | undefined {
  return FLOWS[flow].find((slot) => !work[slot]);
}

function withProduct(work: Work, product: Product, wanted?: Wanted): Work | Trouble {
  if (wanted && product.id !== wanted.productId) return 'wrongProduct';
  if (wanted?.lot && product.lot && product.lot !== wanted.lot) return 'wrongLot';
  const before = work.product;
  const isAgain = before?.id === product.id && before.lot === product.lot;
  return { ...work, product: isAgain ? { ...product, quantity: sumOf([before.quantity, product.quantity]) } : product };
}

function atPlace(flow: Flow, work: Work, place: Place, wanted?: Wanted): Work | Trouble {
  const slot = FLOWS[flow].find((each) => each !== 'product' && !work[each]);
  if (!slot) return 'noPlaceHere';
  if (wanted && place.location !== wanted.location) return 'wrongPlace';
  if (slot === 'destination' && work.source && work.source.warehouse !== place.warehouse) return 'otherWarehouse';
  return { ...work, [slot]: place };
}
