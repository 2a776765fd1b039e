import { expect, test } from 'vitest';

import type { OfAccounting } from '~/api/schemas';

import { asked, goneBack, merged, ofBill, type Credit } from './credit';

const back: OfAccounting['ExpectedOut'] = {
  receipt_line_id: 'r1',
  receipt_id: 'r',
  receipt_number: 'RE-1',
  supplier_id: 's',
  purchase_order_id: 'o',
  purchase_order_line_id: 'o1',
  purchase_order_number: 'PO-1',
  product_id: 'p',
  tax_class: null,
  received_on: '2026-03-02',
  days: 3,
  open_quantity: '-4.000',
  open_value: '-12.00',
  currency: 'EUR',
  open_amount: '-12.00',
};

const line = (difference: string, receipt: string): OfAccounting['BillStoryOut']['lines'][number] => ({
  id: receipt,
  receipt_line_id: receipt,
  purchase_order_line_id: 'o1',
  purchase_order_id: 'o',
  purchase_order_number: 'PO-1',
  product_id: 'p',
  quantity: '10',
  net_amount: '40.00',
  received_amount: '30.00',
  missing: '0',
  difference,
  tax_class: '',
  is_beyond: true,
  parts: [
    { receipt_line_id: receipt, receipt_id: 'r', receipt_number: 'RE-1', quantity: '10', received_amount: '30.00' },
  ],
});

const credit = (lines: Credit['lines'], part: Partial<Credit> = {}): Credit => ({
  supplier: 's',
  number: 'AV-1',
  creditedOn: '2026-03-10',
  taxClass: 'standard',
  tax: '',
  bill: 'b',
  lines,
  ...part,
});

test('goods that went back are credited whole in one click', () =>
  expect(asked(credit([goneBack(back)]))).toMatchObject({
    supplier_number: 'AV-1',
    bill_id: 'b',
    lines: [{ receipt_line_id: 'r1', quantity: '4', net_amount: '12.00' }],
  }));

test('of a bill, what was too dear is proposed, and what was not is left out', () => {
  const bill = { currency: 'EUR', lines: [line('10.00', 'r2'), line('0.00', 'r3'), line('-1.00', 'r4')] };
  const lines = ofBill(bill as OfAccounting['BillStoryOut']);
  expect(lines.map((it) => it.net)).toEqual(['10.00', '', '']);
  expect(asked(credit(lines))?.lines).toEqual([{ receipt_line_id: 'r2', quantity: '0', net_amount: '10.00' }]);
});

test('a receipt line stands once, with the goods that went back', () => {
  const price = { ...goneBack(back), back: '0', quantity: '', net: '' };
  expect(merged([price, goneBack(back)])).toEqual([goneBack(back)]);
  expect(merged([goneBack(back), price])).toEqual([goneBack(back)]);
});

test.each<[string, Partial<Credit>]>([
  ['a supplier', { supplier: '' }],
  ['a day', { creditedOn: '' }],
  ['an amount', { lines: [{ ...goneBack(back), net: '' }] }],
  ['figures that can be read', { lines: [{ ...goneBack(back), net: '1,' }] }],
])('nothing is asked without %s', (_, part) => expect(asked(credit([goneBack(back)], part))).toBeNull());
