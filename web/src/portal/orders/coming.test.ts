import { expect, test } from 'vitest';

import type { OfSales } from '~/api/schemas';

import { comingOf } from './coming';

const line = (quantity: string, shipped: string, on: string | null) =>
  ({ quantity, quantity_shipped: shipped, promised_on: on }) as OfSales['LineOut'];

test('what is owed is told by its day, what has no day last', () => {
  const lines = [
    line('5', '0', null),
    line('5', '2', '2026-03-09'),
    line('1', '0', '2026-03-02'),
    line('4', '4.0', null),
  ];
  expect(comingOf({ status: 'partially-shipped', lines })).toEqual([
    { on: '2026-03-02', lines: 1 },
    { on: '2026-03-09', lines: 1 },
    { on: null, lines: 1 },
  ]);
});

test('nothing comes any more of an order that is over, or is not firm yet', () => {
  for (const status of ['closed', 'cancelled', 'awaiting-approval'] as const)
    expect(comingOf({ status, lines: [line('5', '0', null)] })).toEqual([]);
});
