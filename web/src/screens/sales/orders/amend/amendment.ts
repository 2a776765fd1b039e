import type { OfSales } from '~/api/schemas';
import { decimalOf, isQuantity, plain } from '~/ui/form/decimals';

import { goodsOf, isReady, type EntryLine } from '../../entry/basket';

type Order = OfSales['OrderDetailsOut'];
export type Line = Order['lines'][number];

/** What becomes of a line, as it was typed. */
export interface Change {
  quantity: string; // in the line's packaging
  price: string; // of a stock unit, set by hand; empty: as it is
  isRestCancelled: boolean;
}

export interface Amendment {
  changes: Record<string, Change>;
  added: EntryLine[];
  requestedOn: string;
  reference: string;
  priority: string;
  delivery: Order['delivery'];
  deliverTo: string;
  reason: string;
}

export function asOrdered(order: Order): Amendment {
  return {
    changes: {},
    added: [],
    requestedOn: order.requested_on ?? '',
    reference: order.customer_reference,
    priority: String(order.priority),
    delivery: order.delivery,
    deliverTo: order.deliver_to,
    reason: '',
  };
}

export function changeOf(line: Line, { changes }: Amendment): Change {
  return changes[line.id] ?? { quantity: plain(line.packaging_quantity), price: '', isRestCancelled: false };
}

/** Whether something of the line can still become otherwise. */
export const isOpen = (line: Line) => Number(line.quantity) > Number(line.quantity_shipped);

function isChangeReady(change: Change): boolean {
  return isQuantity(change.quantity) && (change.price === '' || decimalOf(change.price) !== null);
}

/** What the service is asked to weigh: only what becomes otherwise. Null while it is nothing, or not understood. */
export function revisionOf(order: Order, amendment: Amendment): OfSales['RevisionIn'] | null {
  const { added, reason, requestedOn, reference, priority, delivery, deliverTo } = amendment;
  const touched = order.lines.flatMap((line) => {
    const change = amendment.changes[line.id];
    return change ? [{ line, change }] : [];
  });
  const isUnderstood = touched.every(({ change }) => isChangeReady(change)) && added.every(isReady);
  if (!isUnderstood || !/^\d{1,3}$/.test(priority) || !reason.trim()) return null;
  const changes = touched.flatMap(({ line, change }) => {
    if (change.isRestCancelled) return [{ line_id: line.id, cancel_rest: true }];
    const isSame = decimalOf(change.quantity) === plain(line.packaging_quantity);
    if (isSame && change.price === '') return [];
    return [
      {
        line_id: line.id,
        cancel_rest: false,
        ...(isSame ? {} : { quantity: decimalOf(change.quantity) }),
        ...(change.price ? { unit_price: decimalOf(change.price) } : {}),
      },
    ];
  });
  const terms = {
    ...(requestedOn && requestedOn !== order.requested_on ? { requested_on: requestedOn } : {}),
    ...(reference.trim() === order.customer_reference ? {} : { customer_reference: reference.trim() }),
    ...(Number(priority) === order.priority ? {} : { priority: Number(priority) }),
    ...(delivery === order.delivery ? {} : { delivery }),
    ...(deliverTo.trim() === order.deliver_to ? {} : { deliver_to: deliverTo.trim() }),
  };
  if (changes.length + added.length + Object.keys(terms).length === 0) return null;
  const goods = added.map((line) => ({ ...goodsOf(line), is_drop_shipped: line.isDropShipped }));
  return { reason: reason.trim(), changes, added: goods, waived_charges: [], ...terms };
}
