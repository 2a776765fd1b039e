import type { OfAccounting } from '~/api/schemas';
import { isBelow } from '~/ui/decimals';

type Owed = Pick<OfAccounting['SupplierBillRow'], 'status' | 'open_amount' | 'gross_amount' | 'due_on'>;

export type Payment = 'paid' | 'late' | 'partly' | 'open';

/** How far a posted bill is paid; null for one that is not posted. */
export function paymentOf(bill: Owed, today = new Date().toISOString().slice(0, 10)): Payment | null {
  if (bill.status !== 'posted' || bill.open_amount === null) return null;
  if (Number(bill.open_amount) === 0) return 'paid';
  if (bill.due_on !== null && bill.due_on < today) return 'late';
  return bill.gross_amount !== null && isBelow(bill.open_amount, bill.gross_amount) ? 'partly' : 'open';
}
