import type { OfSales } from '~/api/schemas';
import { sumOf } from '~/ui/decimals';

type Totals = OfSales['OrderTotalsOut'];

/** One filter of the list and its value; null: all orders. */
export type Narrowing = [key: string, value: string] | null;

export interface OrderFigure {
  key: string;
  narrowing: Narrowing;
  orders: number;
  value: string;
  margin: string | null;
}

export const QUICK = ['status', 'on_hold', 'is_short', 'is_late'] as const;

/** What becomes of an order, in this order. */
export const FLOW = [
  'draft',
  'awaiting-approval',
  'confirmed',
  'partially-shipped',
  'shipped',
  'invoiced',
  'closed',
  'cancelled',
] as const;

/** The figures that say something: all, each status in the order of the flow, then what stands in its way. */
export function figuresOf(totals: Totals | undefined): OrderFigure[] {
  if (!totals) return [];
  const states = new Map((totals.facets['status'] ?? []).map((it) => [it.key ?? '', it]));
  const held = (totals.facets['hold_cause'] ?? []).filter((it) => it.key !== null);
  const plain = (key: string, narrowing: Narrowing, { orders, value }: { orders: number; value: string }) => ({
    key,
    narrowing,
    orders,
    value,
    margin: null,
  });
  return [
    { ...plain('all', null, totals), margin: totals.margin },
    ...FLOW.flatMap((status) => {
      const found = states.get(status);
      return found ? [plain(status, ['status', status], found)] : [];
    }),
    ...(held.length > 0 ? [plain('on_hold', ['on_hold', 'true'], summed(held))] : []),
    ...(totals.short.orders > 0 ? [plain('is_short', ['is_short', 'true'], totals.short)] : []),
    ...(totals.late.orders > 0 ? [plain('is_late', ['is_late', 'true'], totals.late)] : []),
  ];
}

function summed(parts: readonly { orders: number; value: string }[]) {
  return { orders: parts.reduce((sum, it) => sum + it.orders, 0), value: sumOf(parts.map((it) => it.value)) };
}

/** Which of the figures the list shows now; none of them if it is narrowed by several. */
export function narrowedBy(search: URLSearchParams): Narrowing {
  const [first, second] = QUICK.filter((key) => search.get(key));
  if (!first) return null;
  return second ? ['', ''] : [first, search.get(first) ?? ''];
}
