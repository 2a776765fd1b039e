import { findProduct } from '~/api/names';
import type { EntryLine } from '~/screens/sales/entry/basket';
import { decimalOf } from '~/ui/form/decimals';

import { inStockUnits } from './purchase';

/** A code may stand for a box: what is wanted is told in stock units. Empty where we would have to round. */
export async function unitsOf(found: EntryLine): Promise<string> {
  const product = await findProduct(found.product);
  const box = product?.packagings.find(({ code }) => code === found.packaging);
  const quantity = decimalOf(found.quantity);
  if (!box || quantity === null) return found.quantity;
  return box.denominator === 1 ? inStockUnits(quantity, box.numerator) : '';
}
