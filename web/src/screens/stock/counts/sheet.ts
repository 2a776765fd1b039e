import type { OfInventory } from '~/api/schemas';
import { decimalOf } from '~/ui/form/decimals';

type Line = Pick<OfInventory['CountLineOut'], 'id' | 'location' | 'product_id' | 'sku' | 'lot'>;

/** What was typed by line. Zero says that the place is empty; nothing typed, that nobody looked. */
export type Seen = Readonly<Record<string, string>>;

/** What goes to the service of what was typed. */
export function observationsOf(lines: readonly Line[], seen: Seen): OfInventory['ObservationIn'][] {
  return lines.flatMap(({ id, location, product_id, lot }) => {
    const counted = decimalOf(seen[id] ?? '');
    return counted === null ? [] : [{ location, product_id, lot, counted }];
  });
}

/** Whether nothing typed would be lost: every figure is one, or empty. */
export function isReadable(seen: Seen): boolean {
  return Object.values(seen).every((typed) => typed.trim() === '' || decimalOf(typed) !== null);
}

/**
 * The line that a scan or a few letters mean: the label of a place ("LYON:A-01-03"), a code of a place or an SKU.
 * The first of them that nothing is typed for, else the first.
 */
export function lineOf<L extends Line>(lines: readonly L[], code: string, seen: Seen): L | undefined {
  const wanted = code.trim().toLowerCase();
  if (!wanted) return undefined;
  const place = wanted.slice(wanted.indexOf(':') + 1);
  const meant = lines.filter(
    ({ location, sku, lot }) =>
      location.toLowerCase() === place || sku.toLowerCase() === wanted || lot?.toLowerCase() === wanted,
  );
  return meant.find(({ id }) => !(seen[id] ?? '').trim()) ?? meant[0];
}

export const SCOPES = ['due', 'zone', 'all'] as const;
export type Scope = (typeof SCOPES)[number];

export interface Wanted {
  warehouse: string;
  scope: Scope;
  due: string; // how many places
  zone: string;
  isBlind: boolean;
}

/** The count that is to be opened; null while something is missing. */
export function countOf({ warehouse, scope, due, zone, isBlind }: Wanted): OfInventory['CountIn'] | null {
  const head = { warehouse, is_blind: isBlind };
  if (!warehouse) return null;
  if (scope === 'all') return head;
  if (scope === 'zone') return zone.trim() ? { ...head, zone: zone.trim() } : null;
  return /^[1-9]\d{0,3}$/.test(due.trim()) ? { ...head, due: Number(due) } : null;
}
