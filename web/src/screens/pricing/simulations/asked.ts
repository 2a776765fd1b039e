import { rateOf } from '../shared/rates';

/** A simulation as it is typed. */
export interface Asked {
  name: string;
  from: string;
  until: string;
  customer: string;
  costs: string; // percent; empty: as they are
  family: string; // whose costs change; empty: all
  list: string; // the price list to try; empty: none
}

export function bodyOf({ name, from, until, customer, costs, family, list }: Asked) {
  const rate = costs.trim() ? rateOf(costs) : null;
  return {
    name: name.trim(),
    ordered_from: from,
    ordered_until: until,
    customer_id: customer || null,
    cost_changes: rate === null ? [] : [{ rate, family_code: family || null }],
    price_list_id: list || null,
    prices: [],
    rules: [],
    rules_removed: [],
  };
}

/** Whether there is something to try, on some days. */
export function isWhole(asked: Asked): boolean {
  const body = bodyOf(asked);
  const isReadable = !asked.costs.trim() || body.cost_changes.length > 0;
  return body.name !== '' && asked.from !== '' && asked.until > asked.from && isReadable;
}

/** The last so many days, as date fields have them, up to the day after today. */
export function lastDays(count: number, now: Date): { from: string; until: string } {
  const day = (shift: number) => new Date(now.getTime() + shift * 86_400_000).toISOString().slice(0, 10);
  return { from: day(-count), until: day(1) };
}
