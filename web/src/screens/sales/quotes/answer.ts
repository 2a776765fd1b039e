import type { OfSales } from '~/api/schemas';

type Goods = OfSales['OfferItemOut'] | OfSales['OfferKitOut'];

/** What the customer may leave out: options one by one, and the alternatives by their groups. */
export function choicesOf(lines: OfSales['OfferOut']['lines']): { options: Goods[]; groups: Map<string, Goods[]> } {
  const goods = lines.filter((line) => line.kind !== 'text');
  const alternatives = goods.filter((line) => line.choice === 'alternative');
  return {
    options: goods.filter((line) => line.choice === 'option'),
    groups: Map.groupBy(alternatives, (line) => line.group ?? ''),
  };
}

/** The ids of what is taken before anybody chooses: the first of each group. */
export function usualChoice(lines: OfSales['OfferOut']['lines']): string[] {
  return [...choicesOf(lines).groups.values()].flatMap(([first]) => (first ? [first.id] : []));
}
