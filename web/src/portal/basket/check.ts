import { api } from '~/api/client';
import { linesOfCodes } from '~/screens/sales/entry/codes';
import { decimalOf, isQuantity } from '~/ui/form/decimals';
import { pastedLines } from '~/ui/form/pasted';

import type { ShopLine } from './store';

/** What is wrong with one row of a pasted list; `near` has references that look like what was written. */
export interface RowFault {
  row: number;
  kind: 'quantity' | 'unknown';
  written: string;
  near: string[];
}

export interface Checked {
  lines: ShopLine[];
  faults: RowFault[];
}

const NEAR_FOR = 20; // rows of which near references are looked for
const CUTS = 4;

/** Every row of a list: all faults at once, and the lines that can be ordered. */
export async function checked(text: string, customer: string): Promise<Checked> {
  const rows = pastedLines(text).map((it, n) => ({ ...it, price: '', row: n + 1 }));
  if (rows.length === 0) return { lines: [], faults: [] };
  const { lines, unknown } = await linesOfCodes(rows, customer);
  const strange = new Set(unknown);
  const known = rows.filter(({ code }) => !strange.has(code));
  const unreadable = known.filter(({ quantity }) => !isQuantity(quantity));
  const missing = rows.filter(({ code }) => strange.has(code));
  const near = await Promise.all(missing.slice(0, NEAR_FOR).map(({ code }) => nearTo(code)));
  return {
    lines: lines
      .filter(({ quantity }) => isQuantity(quantity))
      .map(({ product, packaging, quantity }) => ({ product, packaging, quantity: decimalOf(quantity) ?? quantity })),
    faults: [
      ...unreadable.map(({ row, quantity }) => ({ row, kind: 'quantity' as const, written: quantity, near: [] })),
      ...missing.map(({ row, code }, n) => ({ row, kind: 'unknown' as const, written: code, near: near[n] ?? [] })),
    ].sort((one, other) => one.row - other.row),
  };
}

/** References of articles that begin as the code does: it is cut from its end until something is found. */
async function nearTo(code: string): Promise<string[]> {
  for (let cut = 1; cut <= CUTS && code.length - cut >= 2; cut++) {
    const query = { q: code.slice(0, -cut), status: 'active' as const, limit: 3 };
    const { data } = await api.GET('/api/catalog/v1/products', { params: { query } });
    if (data && data.items.length > 0) return data.items.map(({ sku }) => sku);
  }
  return [];
}
