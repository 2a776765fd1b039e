import type { OfInventory } from '~/api/schemas';
import { decimalOf, isQuantity } from '~/ui/form/decimals';

/** What came of one expected line, as typed at the dock. */
export interface Counted {
  good: string;
  damaged: string;
  lot: string;
  expiresOn: string;
  serials: string; // parted by spaces, commas or line ends
  isRestClosed: boolean;
}

export const NOTHING: Counted = { good: '', damaged: '', lot: '', expiresOn: '', serials: '', isRestClosed: false };

type Expected = Pick<OfInventory['ExpectedOut'], 'id' | 'purchase_order_id'>;
type Line = OfInventory['DeliveryLineIn'];

/** The lines of the delivery: sound goods and damaged ones apart, for the damaged go to quarantine. */
export function deliveryLines(expected: readonly Expected[], counted: Readonly<Record<string, Counted>>): Line[] {
  return expected.flatMap(({ id, purchase_order_id }) => {
    const { good, damaged, lot, expiresOn, serials } = counted[id] ?? NOTHING;
    const numbers = serials.split(/[\s,;]+/).filter(Boolean);
    const sound = Number(decimalOf(good) ?? 0);
    const parts: [string, boolean, string[]][] = [
      [good, false, numbers.slice(0, sound)],
      [damaged, true, numbers.slice(sound)],
    ];
    return parts
      .filter(([quantity]) => isQuantity(quantity))
      .map(([quantity, is_damaged, own]) => ({
        purchase_order_id,
        purchase_order_line_id: id,
        quantity: decimalOf(quantity) ?? '',
        is_damaged,
        lot: lot.trim() || null,
        expires_on: expiresOn || null,
        serials: own,
      }));
  });
}

/** Whether nothing typed would be lost: every figure is one, or empty. */
export function isReadable({ good, damaged }: Counted): boolean {
  return [good, damaged].every((typed) => typed.trim() === '' || decimalOf(typed) !== null);
}
