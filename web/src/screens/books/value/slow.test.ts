import { expect, test } from 'vitest';

import { rulesOf, typedOf } from './slow';

test('rules are read in percent and written back as they were', () => {
  const rules = [
    { days: 180, rate: '0.25' },
    { days: 365, rate: '0.125' },
  ];
  expect(typedOf(rules)).toEqual([
    { days: '180', rate: '25' },
    { days: '365', rate: '12.5' },
  ]);
  expect(rulesOf(typedOf(rules))).toEqual(rules);
});

test('a line that is empty is no rule', () => expect(rulesOf([{ days: '', rate: ' ' }])).toEqual([]));

test.each([
  ['180', ''],
  ['', '25'],
  ['0', '25'],
  ['1,5', '25'],
  ['180', '0'],
  ['180', '101'],
  ['180', '-5'],
  ['180', 'half'],
])('%s days and %s percent are no rule', (days, rate) => expect(rulesOf([{ days, rate }])).toBeNull());
