import type { OfPurchasing } from '~/api/schemas';
import { decimalOf, isQuantity } from '~/ui/form/decimals';

type Line = Pick<OfPurchasing['LineOut'], 'id' | 'quantity' | 'unit_price' | 'expected_on'>;

/** A line as it stands in the dialog, as typed. */
export interface Edit {
  quantity: string;
  price: string;
  expectedOn: string;
  isRestCancelled: boolean;
}

export type Edits = Readonly<Record<string, Edit>>;

export const editsOf = (lines: readonly Line[]): Edits =>
  Object.fromEntries(lines.map((line) => [line.id, asIs(line)]));

const asIs = (line: Line): Edit => ({
  quantity: line.quantity,
  price: line.unit_price,
  expectedOn: line.expected_on ?? '',
  isRestCancelled: false,
});

/** Lines with what is otherwise than ordered; null while a figure is none. */
export function changesOf(lines: readonly Line[], edits: Edits): OfPurchasing['LineChangeIn'][] | null {
  const typed = lines.map((line) => [line, edits[line.id] ?? asIs(line)] as const);
  if (!typed.every(([, edit]) => isQuantity(edit.quantity) && decimalOf(edit.price) !== null)) return null;
  return typed.flatMap(([line, edit]) => {
    const quantity = decimalOf(edit.quantity) ?? '';
    const unit_price = decimalOf(edit.price) ?? '';
    const changed = {
      ...(isSame(quantity, line.quantity) ? {} : { quantity }),
      ...(isSame(unit_price, line.unit_price) ? {} : { unit_price }),
      ...(edit.expectedOn && edit.expectedOn !== line.expected_on ? { expected_on: edit.expectedOn } : {}),
    };
    const { isRestCancelled: cancel_rest } = edit;
    return cancel_rest || Object.keys(changed).length > 0 ? [{ line_id: line.id, ...changed, cancel_rest }] : [];
  });
}

/** A line that the revision adds, as typed. */
export interface Added {
  key: string;
  product: string;
  packaging: string;
  quantity: string;
  price: string;
  expectedOn: string;
}

export const newAdded = (): Added => ({
  key: crypto.randomUUID(),
  product: '',
  packaging: 'EACH',
  quantity: '',
  price: '',
  expectedOn: '',
});

/** Lines to add; null while one has no product or no quantity, or a figure is none. */
export function addedOf(added: readonly Added[]): OfPurchasing['LineIn'][] | null {
  const isReadable = (it: Added) => it.product !== '' && isQuantity(it.quantity) && decimalOf(it.price) !== null;
  if (!added.every(isReadable)) return null;
  return added.map((it) => ({
    product_id: it.product,
    packaging_code: it.packaging,
    quantity: decimalOf(it.quantity) ?? '',
    unit_price: decimalOf(it.price) ?? '',
    expected_on: it.expectedOn || null,
  }));
}

/** What the supplier answers; whether the rest is cancelled is no part of it. */
export function answersOf(lines: readonly Line[], edits: Edits): OfPurchasing['AnswerIn'][] | null {
  return (
    changesOf(lines, edits)?.map(({ line_id, quantity, unit_price, expected_on }) => ({
      line_id,
      ...(quantity === undefined ? {} : { quantity }),
      ...(unit_price === undefined ? {} : { unit_price }),
      ...(expected_on === undefined ? {} : { expected_on }),
    })) ?? null
  );
}

/** Whether two decimals are the same number: 12 and 12.000. */
const isSame = (one: string, other: string): boolean => plain(one) === plain(other);

const plain = (decimal: string): string =>
  decimal
    .replace(/^0+(?=\d)/, '')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
