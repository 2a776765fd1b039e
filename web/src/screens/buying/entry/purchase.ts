import type { OfPurchasing } from '~/api/schemas';
import { isBelow } from '~/ui/decimals';
import { decimalOf, isQuantity } from '~/ui/form/decimals';

export type Offer = OfPurchasing['OfferOut'];

/** A line as it stands on the screen: figures as they were typed. */
export interface BuyLine {
  key: string;
  product: string;
  quantity: string; // wanted, in stock units
  price: string; // of the packaging, set by hand; empty: the supplier's
  expectedOn: string; // empty: by the supplier's lead time
}

export interface Purchase {
  supplier: string;
  warehouse: string;
  department: string;
  reference: string;
  lines: BuyLine[];
}

export const EMPTY: Purchase = { supplier: '', warehouse: '', department: '', reference: '', lines: [] };

export function newLine(product: string, quantity = '1', price = ''): BuyLine {
  return { key: crypto.randomUUID(), product, quantity, price, expectedOn: '' };
}

/** The supplier's own price for what is wanted: the cheapest whose break is reached; null if he has none. */
export function offerOf(offers: readonly Offer[], supplier: string): Offer | null {
  const fitting = offers.filter(
    ({ price, packagings }) => price.supplier_id === supplier && !isBelow(packagings, price.from_quantity),
  );
  return fitting.reduce<Offer | null>((best, each) => (best && !isBelow(each.amount, best.amount) ? best : each), null);
}

/** An order has one currency, that of its first price: what the supplier asks in another is no price of this order. */
export function ofOneCurrency(own: readonly (Offer | null)[]): readonly (Offer | null)[] {
  const currency = own.find((offer) => offer !== null)?.price.currency;
  return own.map((offer) => (offer?.price.currency === currency ? offer : null));
}

/** Who would deliver the same for less: another supplier's best offer. */
export function cheaperThan(offers: readonly Offer[], own: Offer | null): Offer | null {
  const best = offers.find(({ is_best }) => is_best);
  if (!best || !own || best.price.supplier_id === own.price.supplier_id) return null;
  return isBelow(best.amount, own.amount) ? best : null;
}

/** So many stock units are so many pieces of a packaging that holds `numerator` each. */
export function inStockUnits(quantity: string, numerator: number): string {
  const [whole = '0', fraction = ''] = quantity.split('.');
  const digits = (BigInt(whole + fraction) * BigInt(numerator)).toString().padStart(fraction.length + 1, '0');
  return fraction ? `${digits.slice(0, -fraction.length)}.${digits.slice(-fraction.length)}` : digits;
}

export function dayAfter(today: string, days: number): string {
  const day = new Date(`${today}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

type Line = OfPurchasing['NewOrderIn']['lines'][number];

function written(line: BuyLine, offer: Offer | null, today: string): Line | null {
  const unit_price = line.price ? decimalOf(line.price) : (offer?.price.unit_price ?? null);
  if (!line.product || !isQuantity(line.quantity) || unit_price === null) return null;
  return {
    product_id: line.product,
    packaging_code: offer?.price.packaging_code ?? 'EACH',
    quantity: offer?.packagings ?? decimalOf(line.quantity) ?? '',
    unit_price,
    expected_on: line.expectedOn || (offer ? dayAfter(today, offer.price.lead_time_days) : null),
  };
}

/** What the service is asked to write; null while something is missing. `offers`: the supplier's own, line by line. */
export function purchaseOf(
  purchase: Purchase,
  offers: readonly (Offer | null)[],
  currency: string,
  today: string,
): OfPurchasing['NewOrderIn'] | null {
  const lines = purchase.lines.map((line, position) => written(line, offers[position] ?? null, today));
  const complete = lines.filter((line) => line !== null);
  if (!purchase.supplier || !purchase.warehouse || lines.length === 0 || complete.length < lines.length) return null;
  return {
    supplier_id: purchase.supplier,
    currency: offers.find((offer) => offer !== null)?.price.currency ?? currency,
    warehouse: purchase.warehouse,
    supplier_reference: purchase.reference.trim(),
    department: purchase.department.trim(),
    deliver_to: '',
    lines: complete,
  };
}
