import { expect, test } from 'vitest';

import { isBelow, sumOf } from './decimals';

test.each([
  [[], '0'],
  [['0.1', '0.2'], '0.3'],
  [['10', '-0.005'], '9.995'],
  [['-3.20', '1.1'], '-2.10'],
  [['9007199254740993', '0.000001'], '9007199254740993.000001'],
])('the sum of %j is %s, to the last digit', (values, expected) => {
  expect(sumOf(values)).toBe(expected);
});

test('decimals compare by value, not as text', () => {
  expect(isBelow('9.5', '10.56')).toBe(true);
  expect(isBelow('11.00', '10.56')).toBe(false);
  expect(isBelow('10.560', '10.56')).toBe(false);
});
