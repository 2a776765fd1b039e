import { expect, test } from 'vitest';

import { newLine } from '../entry/basket';
import { agreedLine, agreementOf, pricedOf } from './agreed';

const line = { ...agreedLine(newLine('p')), quantity: '1 200', price: '9,50', least: '100' };
const typed = { customer: 'c', reference: ' M-1 ', from: '2027-01-01', until: '2028-01-01', lines: [line] };

test('an agreement says quantity, price and the least of a call-off', () =>
  expect(agreementOf(typed)).toEqual({
    customer_id: 'c',
    reference: 'M-1',
    starts_on: '2027-01-01',
    ends_on: '2028-01-01',
    lines: [{ product_id: 'p', quantity: '1200', packaging_code: null, unit_price: '9.50', least: '100' }],
  }));

test('any quantity may be called off where nobody says the least', () =>
  expect(agreementOf({ ...typed, lines: [{ ...line, least: '' }] })?.lines[0]?.least).toBe('0'));

test.each([
  ['a customer', { customer: '' }],
  ['a day after its first', { until: '2027-01-01' }],
  ['a line', { lines: [] }],
  ['a price of each line', { lines: [line, { ...line, price: '' }] }],
  ['a least quantity that is a figure', { lines: [{ ...line, least: 'x' }] }],
])('nothing is agreed on without %s', (_, part) => expect(agreementOf({ ...typed, ...part })).toBeNull());

test('margins are shown before all prices are said', () =>
  expect(pricedOf({ ...typed, lines: [{ ...line, price: '' }] })?.lines[0]?.unit_price).toBeNull());
