import { expect, test } from 'vitest';

import { EMPTY, newLine, orderOf, taken } from './basket';

const line = { ...newLine('p'), quantity: '2,5' };
const basket = { ...EMPTY, customer: 'c', warehouse: 'LYON', lines: [line] };

test('figures reach the service as decimals', () =>
  expect(orderOf({ ...basket, lines: [{ ...line, price: '1 200,50' }] })?.lines[0]).toMatchObject({
    quantity: '2.5',
    unit_price: '1200.50',
    packaging_code: null,
  }));

test('a price that nobody set is left to the price lists', () =>
  expect(orderOf(basket)?.lines[0]?.unit_price).toBeNull());

test.each([
  ['a customer', { customer: '' }],
  ['a site', { warehouse: '' }],
  ['a line', { lines: [] }],
  ['a quantity', { lines: [{ ...line, quantity: '0' }] }],
  ['a price that is a figure', { lines: [{ ...line, price: 'x' }] }],
])('nothing is asked without %s', (_, part) => expect(orderOf({ ...basket, ...part })).toBeNull());

test('a substitute that completes a line stands behind it, at its own price', () => {
  const other = newLine('q');
  const typed = { ...line, packaging: 'BOX', price: '9' };
  const portions = [
    { product: 'p', quantity: '4' },
    { product: 's', quantity: '8' },
  ];
  const lines = taken([typed, other], typed.key, portions);
  expect(lines.map(({ product, packaging, quantity, price }) => [product, packaging, quantity, price])).toEqual([
    ['p', '', '4', '9'],
    ['s', '', '8', ''],
    ['q', '', '1', ''],
  ]);
  expect(lines.map(({ key }) => key === typed.key)).toEqual([true, false, false]);
});
