import type { OfInventory } from '~/api/schemas';
import { decimalOf, isQuantity } from '~/ui/form/decimals';

export type Suggestion = OfInventory['SuggestionOut'];

/** What comes from one supplier, or from one of our sites. */
export interface Group {
  key: string;
  supplier: string | null; // null: from a site, or whoever is cheapest
  source: string | null;
  items: Suggestion[];
}

/** Who is asked, those with the most to deliver first: each becomes an order or a transfer. */
export function groupsOf(suggestions: readonly Suggestion[]): Group[] {
  const groups = new Map<string, Group>();
  for (const each of suggestions) {
    const { source_warehouse: source, supplier_id: supplier } = each;
    const key = source ? `site ${source}` : `supplier ${supplier ?? ''}`;
    const group = groups.get(key) ?? { key, supplier: source ? null : supplier, source, items: [] };
    group.items.push(each);
    groups.set(key, group);
  }
  return [...groups.values()].sort((one, other) => other.items.length - one.items.length);
}

/** Quantities as they were typed over those proposed. */
export type Typed = Readonly<Record<string, string>>;

/** What goes to the service; null while a quantity that is chosen is none. */
export function accepted(chosen: readonly Suggestion[], typed: Typed): OfInventory['AcceptIn'] | null {
  const changed = chosen.filter(({ id }) => typed[id] !== undefined);
  if (chosen.length === 0 || !changed.every(({ id }) => isQuantity(typed[id] ?? ''))) return null;
  return {
    ids: chosen.map(({ id }) => id),
    quantities: Object.fromEntries(changed.map(({ id }) => [id, decimalOf(typed[id] ?? '') ?? ''])),
  };
}
