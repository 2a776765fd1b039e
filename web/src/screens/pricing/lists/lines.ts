/** The line of the file that a fault names, `lines.0.sku`: the first row has the names of the columns. */
export function lineNumber(field: string): number {
  return Number(field.split('.')[1] ?? 0) + 2;
}

const FIELDS = ['sku', 'product_id', 'packaging_code', 'unit_price', 'min_quantity'] as const;

/** What of the line is wrong; the line itself where no cell of it is. */
export function wrongPart(field: string): (typeof FIELDS)[number] | 'line' {
  return FIELDS.find((each) => field.endsWith(`.${each}`)) ?? 'line';
}

/** How many prices become others once the list is published. */
export function changing(counts: Partial<Record<string, number>>): number {
  return Object.entries(counts).reduce((sum, [kind, count]) => sum + (kind === 'unchanged' ? 0 : (count ?? 0)), 0);
}
