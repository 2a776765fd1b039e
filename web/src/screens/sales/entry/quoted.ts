import type { OfInventory, OfSales } from '~/api/schemas';
import { isBelow, sumOf } from '~/ui/decimals';

type Line = OfSales['QuotedLineOut'];
type Goods = OfSales['QuotedGoodsOut'];
type Promise = OfInventory['PromiseOut'];

/** What a line takes of stock: a kit its parts. */
export function goodsOfLine(line: Line): Goods[] {
  return line.parts.length > 0 ? line.parts : [line];
}

/** When a whole line can be there, of promises of the goods of all lines: as soon as the last of its parts. */
export function promisesOf(lines: readonly Line[], promises: readonly Promise[]): (Promise | undefined)[] {
  let at = 0;
  return lines.map((line) => {
    const own = promises.slice(at, (at += goodsOfLine(line).length));
    const last = own.reduce<Promise | undefined>(
      (latest, it) => (latest && !isLater(it, latest) ? latest : it),
      undefined,
    );
    return last && line.parts.length > 0 ? { ...last, missing: missingSets(line) } : last;
  });
}

function missingSets({ quantity, quantity_available }: Line): string {
  return isBelow(quantity_available, quantity) ? sumOf([quantity, `-${quantity_available}`]) : '0';
}

/** Nobody knows when what is missing comes: that is the latest. */
function isLater(one: Promise, other: Promise): boolean {
  if (other.on === null) return false;
  return one.on === null || one.on > other.on;
}

/** Whether all lines together want more of something than can be promised now. */
export function isAnyShort(lines: readonly Line[]): boolean {
  const wanted = new Map<string, { quantities: string[]; available: string }>();
  for (const { product_id, quantity, quantity_available } of lines.flatMap(goodsOfLine)) {
    const before = wanted.get(product_id);
    wanted.set(product_id, { quantities: [...(before?.quantities ?? []), quantity], available: quantity_available });
  }
  return [...wanted.values()].some(({ quantities, available }) => isBelow(available, sumOf(quantities)));
}
