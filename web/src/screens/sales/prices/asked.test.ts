import { expect, test } from 'vitest';

import { linesOf, paramOf } from './asked';

test('a price check survives its way through an address', () => {
  const lines = [
    { product: 'p1', quantity: '12', price: '' },
    { product: 'p2', quantity: '0.5', price: '9.90' },
  ];
  expect(linesOf(paramOf(lines))).toEqual(lines);
});

test('an empty address is one empty line', () => {
  expect(linesOf('')).toEqual([{ product: '', quantity: '1', price: '' }]);
});
