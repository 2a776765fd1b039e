import { expect, test } from 'vitest';

import type { OfSales } from '~/api/schemas';

import { calledLines, faultOfCall, standing } from './calls';

const line = { id: 'l', left: '100.000000', least: '20' } as OfSales['BlanketLineOut'];

test.each([
  ['20', null],
  ['100', null],
  ['100,5', 'tooMany'],
  ['19', 'tooFew'],
  ['0', 'tooMany'],
  ['', null],
])('%j of a hundred, twenty at least: %s', (typed, fault) => expect(faultOfCall(line, typed)).toBe(fault));

test('only what is typed is called off', () => {
  expect(calledLines([line], { l: '25,5' })).toEqual([{ line_id: 'l', quantity: '25.5' }]);
  expect(calledLines([line], {})).toBeNull();
});

test('the last day of an agreement is the one before its end', () => {
  const agreed = { is_ended: false, starts_on: '2026-01-01', ends_on: '2026-12-01' };
  expect(['2025-12-31', '2026-01-01', '2026-11-30', '2026-12-01'].map((day) => standing(agreed, day))).toEqual([
    'planned',
    'active',
    'active',
    'over',
  ]);
});
