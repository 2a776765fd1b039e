import type { OfInventory } from '~/api/schemas';
import { sumOf } from '~/ui/decimals';
import { decimalOf, isQuantity } from '~/ui/form/decimals';

type Standing = OfInventory['StandingOut'];

/** Goods that stand picked and in no package yet. */
export interface Loose {
  key: string; // line and lot
  line: string;
  product: string;
  lot: string | null;
  quantity: string;
}

export function looseOf(standing: readonly Standing[]): Loose[] {
  return standing
    .map((it) => ({
      key: `${it.sales_order_line_id} ${it.lot ?? ''}`,
      line: it.sales_order_line_id,
      product: it.product_id,
      lot: it.lot,
      quantity: sumOf([it.quantity, `-${it.packed}`]),
    }))
    .filter(({ quantity }) => isQuantity(quantity));
}

/** What goes into the package: what was typed; all of it where nobody typed anything. */
export function parcelLines(
  loose: readonly Loose[],
  typed: Readonly<Record<string, string>>,
): OfInventory['LooseIn'][] {
  return loose
    .map(({ key, line, lot, quantity }) => ({
      sales_order_line_id: line,
      lot,
      quantity: decimalOf(typed[key] ?? quantity) ?? '0',
    }))
    .filter(({ quantity }) => isQuantity(quantity));
}
