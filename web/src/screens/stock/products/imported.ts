/** Products from a table, and what is wrong with them, by the lines of the file. */
import { Refused, type Problem } from '~/api/problem';
import type { OfCatalog } from '~/api/schemas';
import { tableOf } from '~/ui/form/table';

import { fieldsOf, newDraft, newPackaging, type Draft } from './edit/draft';

/** Columns, and where each goes. */
const TEXTS = {
  sku: 'sku',
  family: 'family',
  name_fr: 'nameFr',
  name_en: 'nameEn',
  stock_uom: 'stockUom',
  tax_class: 'taxClass',
  weight_kg: 'weight',
  volume_m3: 'volume',
  hs_code: 'hs',
} as const satisfies Record<string, keyof Draft>;
const NEEDED = ['sku', 'family'] as const;
const COSTINGS = ['avco', 'fifo', 'lot'] as const;
const TRACKINGS = ['none', 'lot', 'serial'] as const;
export const COLUMNS = [...Object.keys(TEXTS), 'gtin', 'costing_method', 'tracking'];
const HEAD = 1; // lines before the first product

export interface Words {
  title: string;
  missing: (column: string) => string;
  unreadable: string;
  line: (number: number) => string;
}

/** @throws Refused with every line that cannot be read */
export function productsOf(text: string, words: Words): OfCatalog['ProductIn'][] {
  const { columns, rows } = tableOf(text);
  const missing = NEEDED.filter((column) => !columns.includes(column));
  if (missing.length > 0 || rows.length === 0) throw refused(words, missing.map(words.missing).join('\n'), []);
  const read = rows.map(productOf);
  const faults = read.flatMap((product, position) =>
    product ? [] : [{ field: words.line(position + 1 + HEAD), detail: words.unreadable }],
  );
  if (faults.length > 0) throw refused(words, words.unreadable, faults);
  return read.filter((product) => product !== null);
}

/** What the service says of `products.3.sku`, said of the line of the file. */
export function byLine(error: unknown, words: Words): unknown {
  if (!(error instanceof Refused)) return error;
  const named = (field: string) =>
    field.replace(/^(?:body\.)?products\.(\d+)\.?/, (_, position) => `${words.line(Number(position) + 1 + HEAD)} `);
  const { problem } = error;
  const errors = problem.errors?.map((each) => ({ ...each, field: named(each.field) }));
  return new Refused({ ...problem, ...(errors ? { errors } : {}) });
}

function productOf(row: Record<string, string>): OfCatalog['ProductIn'] | null {
  const texts = Object.entries(TEXTS).flatMap(([column, field]) => (row[column] ? [[field, row[column]]] : []));
  const draft: Draft = {
    ...newDraft(),
    ...(Object.fromEntries(texts) as Partial<Draft>),
    costing: COSTINGS.find((each) => each === row.costing_method) ?? 'avco',
    tracking: TRACKINGS.find((each) => each === row.tracking) ?? 'none',
  };
  const unit = { ...newPackaging(), code: 'EACH', uom: draft.stockUom, holds: '1', gtin: row.gtin ?? '' };
  const isKnown =
    (!row.costing_method || draft.costing === row.costing_method) && (!row.tracking || draft.tracking === row.tracking);
  const fields = fieldsOf({ ...draft, packagings: [unit] });
  return fields && draft.sku && isKnown ? { ...fields, sku: draft.sku, stock_uom: draft.stockUom } : null;
}

function refused(words: Words, detail: string, errors: NonNullable<Problem['errors']>): Refused {
  return new Refused({ type: '/problems/unreadable-table', title: words.title, status: 422, detail, errors });
}
