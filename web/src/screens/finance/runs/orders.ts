import type { OfAccounting } from '~/api/schemas';

export type Order = OfAccounting['OrderOut'];

/** What tells one order of a proposal from the others: a partner may get a payment and a refund. */
export function keyOf(order: Order): string {
  return `${order.partner_id} ${order.documents[0]?.document_id ?? ''}`;
}

/** The documents of the orders that are not left out. */
export function chosenDocuments(orders: readonly Order[], leftOut: ReadonlySet<string>): string[] {
  return orders
    .filter((order) => !leftOut.has(keyOf(order)))
    .flatMap((order) => order.documents.map((it) => it.document_id));
}
