import { expect, test } from 'vitest';

import { percentOf, rateOf } from './rates';

test.each([
  ['12,5', '0.125'],
  ['8', '0.08'],
  ['100', '1'],
  ['0', '0'],
  ['-3', '-0.03'],
  ['−0,5', '-0.005'],
  ['33.3333', '0.333333'],
])('%s percent is the rate %s', (typed, rate) => expect(rateOf(typed)).toBe(rate));

test.each(['', 'x', '1e2', '--1'])('%j is no rate', (typed) => expect(rateOf(typed)).toBeNull());

test.each([
  ['0.125000', '12.5'],
  ['0.08', '8'],
  ['1', '100'],
  ['-0.03', '-3'],
  ['0', '0'],
])('the rate %s is %s percent', (rate, percent) => expect(percentOf(rate)).toBe(percent));
