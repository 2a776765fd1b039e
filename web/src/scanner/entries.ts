/** What is sent of finished work, each under a key of its own. */
import type { OfInventory } from '~/api/schemas';
import type { Loose } from '~/screens/stock/shipping/parcel';

import type { Packed } from './parcel';
import type { Entry } from './queue';
import type { Flow, Work } from './work';

export interface Subject {
  wave?: string;
  task?: OfInventory['TaskOut'];
  count?: string;
  line?: OfInventory['ExpectedOut'];
}

export function entryOf(flow: Flow, work: Work, quantity: string, about: Subject): Entry | undefined {
  const head = { key: crypto.randomUUID(), scanned_at: new Date().toISOString() };
  const { product, source, destination } = work;
  if (!product) return undefined;
  const lot = product.lot ?? null;
  if ((flow === 'putAway' || flow === 'transfer') && source && destination) {
    const reason = flow === 'putAway' ? 'Putaway' : 'Move';
    const line = { product_id: product.id, quantity, lot, source: source.location, destination: destination.location };
    return { ...head, kind: 'move', warehouse: source.warehouse, reason, line };
  }
  if (flow === 'pick' && about.wave && about.task && source) {
    const isShort = Number(quantity) < Number(about.task.quantity);
    const line = { task_id: about.task.id, quantity, lot, location: source.location, is_short: isShort };
    return { ...head, kind: 'pick', wave_id: about.wave, line };
  }
  if (flow === 'count' && about.count && source) {
    const look = { count_id: about.count, location: source.location, product_id: product.id, counted: quantity, lot };
    return { ...head, kind: 'count', ...look };
  }
  if (flow === 'receive' && about.line) {
    const line = { purchase_order_line_id: about.line.id, quantity, lot, expires_on: product.expiresOn ?? null };
    return { ...head, kind: 'receive', purchase_order_id: about.line.purchase_order_id, supplier_reference: '', line };
  }
  return undefined;
}

/** A package under an id of its own: what goes in, then that it is closed. */
export function packageEntries(
  order: string,
  loose: readonly Loose[],
  packed: readonly Packed[],
  weight: string | null,
): Entry[] {
  const package_id = crypto.randomUUID();
  const head = () => ({ key: crypto.randomUUID(), scanned_at: new Date().toISOString() });
  const filled = packed.flatMap(({ key, quantity }): Entry[] => {
    const from = loose.find((each) => each.key === key);
    if (!from) return [];
    const goods = { sales_order_line_id: from.line, quantity, lot: from.lot };
    return [{ ...head(), kind: 'pack', package_id, sales_order_id: order, ...goods }];
  });
  return [...filled, { ...head(), kind: 'close-package', package_id, weight_kg: weight }];
}
