import { expect, test } from 'vitest';

import { decimalOf, isQuantity, plain } from './decimals';

test.each([
  ['12', '12'],
  ['12,5', '12.5'],
  ['12.50', '12.50'],
  ['1 234,50', '1234.50'],
  ['1\u202f234,50', '1234.50'],
  ['1,234.50', '1234.50'],
  ['1.234,50', '1234.50'],
  ['12345678901234567890.123456', '12345678901234567890.123456'],
])('%s is the decimal %s', (typed, value) => expect(decimalOf(typed)).toBe(value));

test.each(['', '-1', '1e3', 'a', '1,2,3', ',5', '5.'])('%j is no decimal', (typed) =>
  expect(decimalOf(typed)).toBeNull(),
);

test('a quantity is above zero', () => {
  expect(isQuantity('0,001')).toBe(true);
  expect(['0', '0,00', '', 'x'].some(isQuantity)).toBe(false);
});

test.each([
  ['12.500000', '12.5'],
  ['12.000000', '12'],
  ['120', '120'],
  ['0.00', '0'],
])('%s is typed %s', (value, typed) => expect(plain(value)).toBe(typed));
