import { Badge } from '@mantine/core';

import type { OfAccounting } from '~/api/schemas';
import { useWord } from '~/i18n/useWord';
import { StatusBadge } from '~/ui/StatusBadge';

import { paymentOf, type Payment } from './states';

type Bill = OfAccounting['SupplierBillRow'] | OfAccounting['BillStoryOut'];

const COLOURS: Record<Payment, string> = { paid: 'teal', late: 'red', partly: 'cyan', open: 'gray' };

/** Where a bill stands and, once it is posted, how far it is paid. */
export function BillState({ bill }: { bill: Bill }) {
  return (
    <>
      <StatusBadge list="billStatus" value={bill.status} />
      {bill.status === 'posted' ? <PaymentBadge bill={bill} /> : null}
    </>
  );
}

export function PaymentBadge({ bill }: { bill: Bill }) {
  const word = useWord();
  const payment = paymentOf(bill);
  return payment ? <Badge color={COLOURS[payment]}>{word('billPayment', payment)}</Badge> : '–';
}
