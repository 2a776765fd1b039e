import { describe, expect, test } from 'vitest';

import type { OfAccounting } from '~/api/schemas';

import {
  asked,
  edited,
  emptyDraft,
  gapOf,
  goodsReceived,
  goodsToCome,
  isComplete,
  newCharge,
  numberKey,
  unitPrice,
  type Draft,
} from './draft';

const received = (part: Partial<OfAccounting['ExpectedOut']> = {}): OfAccounting['ExpectedOut'] => ({
  receipt_line_id: 'r1',
  receipt_id: 'r',
  receipt_number: 'RE-1',
  supplier_id: 's',
  purchase_order_id: 'o',
  purchase_order_line_id: 'o1',
  purchase_order_number: 'PO-1',
  product_id: 'p',
  tax_class: 'reduced',
  received_on: '2026-03-02',
  days: 3,
  open_quantity: '10',
  open_value: '30.00',
  currency: 'EUR',
  open_amount: '30.00',
  ...part,
});

const draft = (part: Partial<Draft> = {}): Draft => ({
  ...emptyDraft('2026-03-05'),
  supplier: 's',
  number: 'FA-1',
  goods: [goodsReceived(received())],
  ...part,
});

test('what was received is billed as it was received', () => {
  expect(asked(draft())?.body).toMatchObject({
    supplier_number: 'FA-1',
    currency: 'EUR',
    due_on: null,
    lines: [{ receipt_line_id: 'r1', quantity: '10', unit_price: '3', net_amount: null, tax_class: 'reduced' }],
  });
  expect(isComplete(draft())).toBe(true);
});

test('an amount that no price gives again stays the amount', () => {
  const line = goodsReceived(received({ open_quantity: '3', open_amount: '10.00' }));
  expect([line.price, line.net]).toEqual(['', '10.00']);
  expect(unitPrice('10.00', '3')).toEqual({ value: '3.333333', isExact: false });
  expect(unitPrice('0.30', '2.5')).toEqual({ value: '0.12', isExact: true });
  expect(unitPrice('1', '0').isExact).toBe(false);
});

describe('a line as it is typed', () => {
  const line = goodsReceived(received());
  test('a price takes the place of the amount, and an amount that of the price', () => {
    const byAmount = edited(line, { net: '31,50' });
    expect([byAmount.price, byAmount.net]).toEqual(['', '31,50']);
    const byPrice = edited(byAmount, { price: '3,15' });
    expect([byPrice.price, byPrice.net]).toEqual(['3,15', '']);
  });
  test('with another quantity the price stays, also where the amount said it', () => {
    const fewer = edited(goodsReceived(received({ open_quantity: '3', open_amount: '10.00' })), { quantity: '2' });
    expect([fewer.quantity, fewer.price, fewer.net]).toEqual(['2', '3.333333', '']);
  });
});

test('what is to come is billed of its order line', () => {
  const line = goodsToCome({
    purchase_order_line_id: 'o2',
    purchase_order_id: 'o',
    purchase_order_number: 'PO-2',
    product_id: 'p',
    tax_class: null,
    quantity: '5.000',
    unit_price: '2.50',
    currency: 'EUR',
  });
  expect(asked(draft({ goods: [line] }))?.body.lines).toEqual([
    {
      receipt_line_id: null,
      purchase_order_line_id: 'o2',
      quantity: '5',
      unit_price: '2.5',
      net_amount: null,
      tax_class: 'standard',
    },
  ]);
});

test('lines that cannot be read yet are asked about later, and said which', () => {
  const typing = { ...goodsReceived(received({ receipt_line_id: 'r2' })), price: '3,' };
  const whole = newCharge({ key: 'c', account: '6241', label: ' Transport ', net: '12,00' });
  const said = asked(draft({ goods: [typing, goodsReceived(received())], charges: [newCharge(), whole] }));
  expect([said?.goods, said?.charges]).toEqual([['r1'], ['c']]);
  expect(said?.body.charges).toEqual([
    { account: '6241', label: 'Transport', net_amount: '12.00', tax_class: 'standard' },
  ]);
  expect(isComplete(draft({ goods: [typing] }))).toBe(false);
});

test.each<[string, Partial<Draft>]>([
  ['a supplier', { supplier: '' }],
  ['a day', { billedOn: '' }],
  ['anything billed', { goods: [] }],
])('nothing is asked without %s', (_, part) => expect(asked(draft(part))).toBeNull());

test('a bill without its number is checked, not entered', () => {
  const unnumbered = draft({ number: ' ' });
  expect(asked(unnumbered)).not.toBeNull();
  expect(isComplete(unnumbered)).toBe(false);
});

test('tax is sent only where the paper has another', () =>
  expect(asked(draft({ statedTax: { '0.2': '6,01', '0.055': '' } }))?.body.taxes).toEqual([
    { rate: '0.2', tax: '6.01' },
  ]));

test('the paper is compared to the cent', () => {
  expect(gapOf(draft({ paperGross: '36,10' }), '36.00')).toBe('0.10');
  expect(gapOf(draft({ paperGross: '35.99' }), '36.00')).toBe('-0.01');
  expect(gapOf(draft(), '36.00')).toBeNull();
});

test('numbers compare by what is readable of them', () =>
  expect(['fa-2026/07', ' FA 202607 ', '--'].map(numberKey)).toEqual(['FA202607', 'FA202607', '--']));
