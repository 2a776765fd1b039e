export interface FieldChange {
  field: string;
  before: string;
  after: string;
}

/** What a change says of each field, as text; nothing is a dash. */
export function changesOf(changes: Record<string, readonly unknown[]>): FieldChange[] {
  return Object.entries(changes).map(([field, [before, after]]) => ({
    field,
    before: shown(before),
    after: shown(after),
  }));
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value.join(', ') || '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
