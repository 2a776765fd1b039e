import { expect, test } from 'vitest';

import { rateOf } from './rates';

test.each([
  ['2,15', '0.0215'],
  ['10', '0.10'],
  ['100', '1.00'],
  ['0.5', '0.005'],
  ['', null],
  ['x', null],
])('%s percent', (typed, rate) => {
  expect(rateOf(typed)).toBe(rate);
});
