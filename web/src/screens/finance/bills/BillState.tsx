import { Badge } from '@mantine/core';

import type { OfAccounting } from '~/api/schemas';
import { useWord } from '~/i18n/useWord';
import { StatusBadge } from '~/ui/StatusBadge';

import { paymentOf, type Payment } from './states';

const COLOURS: Record<Payment, string> = { paid: 'teal', late: 'red', partly: 'cyan', open: 'blue' };

/** Where a bill stands; once it is posted, how far it is paid. */
export function BillState({ bill }: { bill: OfAccounting['SupplierBillRow'] | OfAccounting['BillStoryOut'] }) {
  const word = useWord();
  const payment = paymentOf(bill);
  if (payment === null || payment === 'open') return <StatusBadge list="billStatus" value={bill.status} />;
  return <Badge color={COLOURS[payment]}>{word('billPayment', payment)}</Badge>;
}
