import type { OfSales } from '~/api/schemas';
import { sumOf } from '~/ui/decimals';

type Order = Pick<OfSales['OrderDetailsOut'], 'status' | 'lines'>;

/** How many lines are still to come by which day; those without a day last. */
export function comingOf(order: Order): { on: string | null; lines: number }[] {
  if (!['confirmed', 'partially-shipped'].includes(order.status)) return [];
  const days = new Map<string | null, number>();
  for (const line of order.lines) {
    if (/^0*(\.0*)?$/.test(sumOf([line.quantity, `-${line.quantity_shipped}`]))) continue;
    days.set(line.promised_on, (days.get(line.promised_on) ?? 0) + 1);
  }
  return [...days].map(([on, lines]) => ({ on, lines })).sort((a, b) => (a.on ?? '9999').localeCompare(b.on ?? '9999'));
}
