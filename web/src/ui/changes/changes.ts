export type Changes = Record<string, readonly unknown[]>; // by field: before and after

export interface FieldChange {
  field: string;
  before: unknown;
  after: unknown;
}

const NOTHING = '–';

/** The fields of a change. */
export function changesOf(changes: Changes): FieldChange[] {
  return Object.entries(changes).map(([field, [before, after]]) => ({ field, before, after }));
}

/** Whether a field says nothing. */
export function isNothing(value: unknown): value is null | undefined | '' {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

/** A value as plain text, for files and hints; nothing is a dash. */
export function plain(value: unknown): string {
  if (isNothing(value)) return NOTHING;
  if (Array.isArray(value)) return value.map(plain).join(', ');
  if (typeof value === 'object')
    return partsOf(value)
      .map(([, part]) => plain(part))
      .join(' · ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What a record within a record says, without what it leaves open. */
export function partsOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, part]) => !isNothing(part));
}
