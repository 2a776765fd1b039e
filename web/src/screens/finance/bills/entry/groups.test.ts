import { expect, test } from 'vitest';

import type { OfAccounting } from '~/api/schemas';

import { groupsOf } from './groups';

const line = (receipt: string, order: string, amount: string, currency = 'EUR'): OfAccounting['ExpectedOut'] => ({
  receipt_line_id: `${receipt} ${order} ${amount}`,
  receipt_id: receipt,
  receipt_number: `RE-${receipt}`,
  supplier_id: 's',
  purchase_order_id: order,
  purchase_order_line_id: 'o1',
  purchase_order_number: `PO-${order}`,
  product_id: 'p',
  tax_class: null,
  received_on: '2026-03-02',
  days: 3,
  open_quantity: '1',
  open_value: amount,
  currency,
  open_amount: amount,
});

const LINES = [line('1', 'a', '10.00'), line('1', 'b', '5.50'), line('2', 'a', '1.00')];

test('a receipt is billed with all its orders, and an order with all its receipts', () => {
  const shown = (by: 'receipt' | 'order') => groupsOf(LINES, by).map((it) => [it.number, it.other, it.amount]);
  expect(shown('receipt')).toEqual([
    ['RE-1', 'PO-a, PO-b', '15.50'],
    ['RE-2', 'PO-a', '1.00'],
  ]);
  expect(shown('order')).toEqual([
    ['PO-a', 'RE-1, RE-2', '11.00'],
    ['PO-b', 'RE-1', '5.50'],
  ]);
});

test('what was ordered in another currency is another bill', () =>
  expect(groupsOf([...LINES, line('1', 'a', '7.00', 'USD')], 'receipt').map((it) => it.currency)).toEqual([
    'EUR',
    'EUR',
    'USD',
  ]));
