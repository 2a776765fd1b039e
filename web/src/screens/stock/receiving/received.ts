import type { OfInventory } from '~/api/schemas';

/** What somebody counted of an expected line; quantities in stock units, as typed. */
export interface Counted {
  received: string;
  damaged: string; // of the received ones
  lot: string;
  expires: string;
}

type Line = OfInventory['DeliveryLineIn'];
type Expected = Pick<OfInventory['ExpectedOut'], 'id' | 'purchase_order_id'>;

export interface Asked {
  lines: Line[];
  rows: string[]; // the expected line that each of `lines` is of
}

/** What is told to the warehouse: damaged pieces as lines of their own; a line of which nothing came is left out. */
export function deliveryOf(expected: readonly Expected[], counted: Readonly<Record<string, Counted>>): Asked {
  const lines: Line[] = [];
  const rows: string[] = [];
  for (const { id, purchase_order_id } of expected) {
    const { received = '', damaged = '', lot = '', expires = '' } = counted[id] ?? {};
    const whole = Number(received || '0') - Number(damaged || '0');
    const parts = [
      [String(round(whole)), false],
      [damaged, true],
    ] as const;
    for (const [quantity, is_damaged] of parts) {
      if (Number(quantity) <= 0) continue;
      const more = { ...(lot ? { lot } : {}), ...(expires ? { expires_on: expires } : {}) };
      lines.push({ purchase_order_id, purchase_order_line_id: id, quantity, is_damaged, serials: [], ...more });
      rows.push(id);
    }
  }
  return { lines, rows };
}

/** Which expected lines have more damaged pieces than came. */
export function impossible(counted: Readonly<Record<string, Counted>>): string[] {
  return Object.entries(counted)
    .filter(([, it]) => Number(it.damaged || '0') > Number(it.received || '0'))
    .map(([id]) => id);
}

/** What is wrong with each expected line, from a refusal that names lines by their place. */
export function faultsByRow(
  byField: Readonly<Record<string, string>>,
  rows: readonly string[],
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [field, detail] of Object.entries(byField)) {
    const place = /^lines\.(\d+)/.exec(field);
    const row = place ? rows[Number(place[1])] : undefined;
    if (row) found[row] = detail;
  }
  return found;
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6; // quantities have six decimals at most
}
