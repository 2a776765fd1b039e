import { expect, test } from 'vitest';

import { sumOf } from './decimals';

test.each([
  [[], '0'],
  [['0.1', '0.2'], '0.3'],
  [['10', '-0.005'], '9.995'],
  [['-3.20', '1.1'], '-2.10'],
  [['9007199254740993', '0.000001'], '9007199254740993.000001'],
])('the sum of %j is %s, to the last digit', (values, expected) => {
  expect(sumOf(values)).toBe(expected);
});
