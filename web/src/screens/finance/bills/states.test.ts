import { expect, test } from 'vitest';

import { paymentOf } from './states';

const bill = (open_amount: string | null, due_on = '2026-04-04') => ({
  status: 'posted' as const,
  open_amount,
  gross_amount: '36.00',
  due_on,
});

test.each([
  ['36.00', 'open'],
  ['12.00', 'partly'],
  ['0.00', 'paid'],
])('with %s open it is %s', (open, payment) => expect(paymentOf(bill(open), '2026-03-05')).toBe(payment));

test('what is due since yesterday is late, however much of it is paid', () =>
  expect(paymentOf(bill('0.01', '2026-03-04'), '2026-03-05')).toBe('late'));

test('what is not posted is not owed', () =>
  expect(paymentOf({ ...bill(null), status: 'disputed' }, '2026-03-05')).toBeNull());
