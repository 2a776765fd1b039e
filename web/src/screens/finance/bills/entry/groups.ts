import type { OfAccounting } from '~/api/schemas';
import { sumOf } from '~/ui/decimals';

type Received = OfAccounting['ExpectedOut'];

export type GroupBy = 'receipt' | 'order';

/** What came by one receipt, or of one order, and is not billed. */
export interface Group {
  key: string;
  number: string;
  other: string; // the orders of a receipt, or the receipts of an order
  receivedOn: string; // of the first line
  currency: string;
  amount: string;
  lines: Received[];
}

/** Open lines by receipt or by order, in the order in which they came; each group is of one currency. */
export function groupsOf(lines: readonly Received[], by: GroupBy): Group[] {
  const groups = new Map<string, Received[]>();
  for (const line of lines) {
    const key = `${by === 'receipt' ? line.receipt_id : line.purchase_order_id} ${line.currency}`;
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups].flatMap(([key, found]) => {
    const [first] = found;
    if (!first) return [];
    const numbers = { receipt: first.receipt_number, order: first.purchase_order_number ?? '–' };
    const others = found.map((it) => (by === 'receipt' ? (it.purchase_order_number ?? '') : it.receipt_number));
    return {
      key,
      number: numbers[by],
      other: [...new Set(others.filter(Boolean))].join(', '),
      receivedOn: first.received_on,
      currency: first.currency,
      amount: sumOf(found.map((it) => it.open_amount)),
      lines: found,
    };
  });
}
