import { expect, test } from 'vitest';

import { isCharge, KINDS, typedValue, valueKind, valueOf } from './kinds';

test('a discount is typed in percent, a price and units as they are', () => {
  expect(valueOf('line-discount', '5')).toBe('0.05');
  expect(valueOf('fixed-price', '3,75')).toBe('3.75');
  expect(valueOf('free-goods', '1')).toBe('1');
  expect(typedValue('volume-rebate', '0.025')).toBe('2.5');
  expect(typedValue('freight', '35')).toBe('35');
});

test('every kind has a value of one sort, and three are charged on orders', () => {
  expect(new Set(KINDS.map(valueKind))).toEqual(new Set(['rate', 'amount', 'units']));
  expect(KINDS.filter(isCharge)).toHaveLength(3);
});
