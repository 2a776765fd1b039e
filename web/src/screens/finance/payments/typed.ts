import type { OfAccounting } from '~/api/schemas';
import { decimalOf, isQuantity } from '~/ui/form/decimals';

import type { ByDocument } from '../bank/clearing';

/** A payment as somebody types it. */
export interface Typed {
  direction: 'received' | 'paid';
  partner: string;
  amount: string;
  paidOn: string;
  method: string;
  reference: string;
}

export function isWhole({ partner, amount, paidOn }: Typed): boolean {
  return partner !== '' && paidOn !== '' && isQuantity(amount);
}

/** As the service takes it; documents that nothing is settled of are left out. */
export function paymentOf(typed: Typed, settled: ByDocument): OfAccounting['PaymentIn'] {
  const matches = Object.entries(settled)
    .filter(([, { amount }]) => isQuantity(amount))
    .map(([document_id, { amount, discount }]) => ({
      document_id,
      amount: decimalOf(amount) ?? '',
      ...(isQuantity(discount) ? { discount: decimalOf(discount) } : {}),
    }));
  return {
    partner_id: typed.partner,
    direction: typed.direction,
    amount: decimalOf(typed.amount) ?? '',
    paid_on: typed.paidOn,
    method: typed.method,
    reference: typed.reference.trim(),
    matches,
    match: 'none',
  };
}
