import type { Reason } from '~/i18n/useReasons';

import type { Approval } from './inbox';

/** What services put into `details`, read with care: they say it in their own ways, and may say more one day. */
export interface AskedLine {
  order_line_id: string;
  sku: string;
  quantity: string;
  unit_price: string;
  margin_rate: string | null;
  floor_price: string | null;
  discount_rate: string | null;
  explanation?: string;
  reasons?: Reason[];
}

export function linesOf({ details }: Pick<Approval, 'details'>): AskedLine[] {
  const lines: unknown = details['lines'];
  return Array.isArray(lines) ? lines.filter(isLine) : [];
}

export function textOf({ details }: Pick<Approval, 'details'>, key: string): string {
  const value: unknown = details[key];
  return typeof value === 'string' ? value : '';
}

export function reasonsOf({ details }: Pick<Approval, 'details'>): Reason[] {
  const reasons: unknown = details['reasons'];
  return Array.isArray(reasons) ? reasons.filter(isReason) : [];
}

/** How many of what: of the changes of a price list. */
export function countsOf({ details }: Pick<Approval, 'details'>): [string, number][] {
  const counts: unknown = details['counts'];
  if (typeof counts !== 'object' || counts === null) return [];
  return Object.entries(counts).filter((each): each is [string, number] => typeof each[1] === 'number' && each[1] > 0);
}

/** Where the document is shown, if the console shows it. */
export function pathOf(approval: Pick<Approval, 'service' | 'subject' | 'document_id' | 'details'>): string | null {
  const { service, subject, document_id: id } = approval;
  if (service === 'sales') return pathInSales(approval);
  if (service === 'purchasing') return `/purchase-orders/${textOf(approval, 'order_id') || id}`;
  if (subject === 'price-list') return `/price-lists/${id}`;
  if (subject === 'price-exception') return `/price-exceptions/${id}`;
  if (subject === 'stock-count') return `/counts/${id}`;
  if (subject === 'product-change') return `/products/${id}`;
  if (subject === 'partner-change') return `/customers/${id}`;
  return null;
}

function pathInSales(approval: Pick<Approval, 'subject' | 'document_id' | 'details'>): string | null {
  const { subject, document_id: id } = approval;
  const order = textOf(approval, 'order_id');
  const offer = textOf(approval, 'offer_id');
  switch (subject) {
    case 'margin':
    case 'credit':
    case 'spending':
      return `/orders/${id}`;
    case 'order-revision':
      return `/orders/${order}/revisions/${id}`;
    case 'return':
      return `/returns/${id}`;
    case 'price-dispute':
      return `/price-disputes/${id}`;
    default:
      return offer ? `/quotes/${offer}` : order ? `/orders/${order}` : null;
  }
}

function isLine(value: unknown): value is AskedLine {
  return typeof value === 'object' && value !== null && 'order_line_id' in value && 'sku' in value;
}

function isReason(value: unknown): value is Reason {
  return typeof value === 'object' && value !== null && 'code' in value && 'facts' in value;
}
