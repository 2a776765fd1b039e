/** A package that is being filled: what may go in, and what is in it. No network, no screen. */
import type { Loose } from '~/screens/stock/shipping/parcel';
import { isBelow, sumOf } from '~/ui/decimals';

import type { Kept } from './queue';
import type { Product } from './work';

/** So much of what stands loose, in the package. */
export interface Packed {
  key: string; // line and lot, as of what stands loose
  sku: string;
  name: string;
  quantity: string;
}

export type PackTrouble = 'notOfOrder' | 'wrongLot' | 'whichLot' | 'tooMuch';

/** The package with what was scanned, or why it does not go in. Nothing goes in by halves. */
export function put(loose: readonly Loose[], packed: readonly Packed[], scanned: Product): Packed[] | PackTrouble {
  const ofProduct = loose.filter(({ product }) => product === scanned.id);
  if (ofProduct.length === 0) return 'notOfOrder';
  const fitting = scanned.lot ? ofProduct.filter(({ lot }) => lot === scanned.lot) : ofProduct;
  if (fitting.length === 0) return 'wrongLot';
  if (new Set(fitting.map(({ lot }) => lot)).size > 1) return 'whichLot';
  const added: Packed[] = [];
  let wanted = scanned.quantity;
  for (const { key, quantity } of fitting) {
    const left = less(quantity, packed.find((it) => it.key === key)?.quantity ?? '0');
    const taken = isBelow(left, wanted) ? left : wanted;
    if (!isAny(taken)) continue;
    added.push({ key, sku: scanned.sku, name: scanned.name, quantity: taken });
    wanted = less(wanted, taken);
  }
  if (isAny(wanted)) return 'tooMuch';
  return merged([...packed, ...added]);
}

/** What stands loose without what the device has packed and not yet sent. */
export function stillLoose(loose: readonly Loose[], waiting: readonly Kept[]): Loose[] {
  const unsent = waiting.flatMap(({ entry, refused }) => (entry.kind === 'pack' && !refused ? [entry] : []));
  return loose
    .map((each) => {
      const mine = unsent.filter((it) => it.sales_order_line_id === each.line && (it.lot ?? null) === each.lot);
      return { ...each, quantity: less(each.quantity, sumOf(mine.map((it) => String(it.quantity)))) };
    })
    .filter(({ quantity }) => isAny(quantity));
}

function merged(parts: readonly Packed[]): Packed[] {
  const byKey = new Map<string, Packed>();
  for (const part of parts) {
    const before = byKey.get(part.key);
    byKey.set(part.key, before ? { ...before, quantity: sumOf([before.quantity, part.quantity]) } : part);
  }
  return [...byKey.values()];
}

function less(one: string, other: string): string {
  return sumOf([one, `-${other}`]);
}

function isAny(quantity: string): boolean {
  return !quantity.startsWith('-') && /[1-9]/.test(quantity);
}
