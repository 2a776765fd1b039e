import { api } from '~/api/client';
import type { OfSales } from '~/api/schemas';

export type Order = OfSales['OrderSummary'];
type Release = OfSales['ApprovalOut'];

const CANCELLABLE = new Set<Order['status']>(['draft', 'awaiting-approval', 'confirmed']);

export const canConfirm = (it: Order) => it.status === 'draft';
export const canCancel = (it: Order) => CANCELLABLE.has(it.status);
export const isHeld = (it: Order) => it.hold_cause !== null;

/** The version that was shown: one that somebody changed meanwhile is refused. */
const at = ({ id, version }: Order) => ({ path: { order_id: id }, header: { 'if-match': `"${version}"` } });

export async function confirm(order: Order) {
  const body = { without_credit: 'refuse' as const };
  return (await api.POST('/api/sales/v1/orders/{order_id}/confirm', { params: at(order), body })).data;
}

export async function cancel(order: Order, reason: string) {
  return api.POST('/api/sales/v1/orders/{order_id}/cancel', { params: at(order), body: { reason } });
}

/** Let an order go that was held: by who may decide on its release; else its credit is judged anew, and a release asked for. */
export async function release(order: Order, reason: string): Promise<'released' | 'asked'> {
  const asked = await releaseAsked(order.id);
  if (asked) {
    const params = { path: { request_id: asked.id } };
    await api.POST('/api/sales/v1/approvals/{request_id}/approve', { params, body: { comment: reason } });
    return 'released';
  }
  if (order.status === 'draft') {
    const body = { without_credit: 'ask-release' as const };
    const { data } = await api.POST('/api/sales/v1/orders/{order_id}/confirm', { params: at(order), body });
    return data?.status === 'confirmed' ? 'released' : 'asked';
  }
  const { data } = await api.POST('/api/sales/v1/orders/{order_id}/check-credit', { params: at(order) });
  return data?.hold_cause ? 'asked' : 'released';
}

async function releaseAsked(id: string): Promise<Release | undefined> {
  const query = { status: 'pending' as const, waits_for_me: true, document_id: id };
  const { data } = await api.GET('/api/sales/v1/approvals', { params: { query } });
  return data?.items.find((it) => it.subject === 'credit');
}
