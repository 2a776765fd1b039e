import { expect, test } from 'vitest';

import { figuresOf, narrowedBy } from './figures';

const none = { key: 'x', orders: 0, value: '0' };
const TOTALS = {
  orders: 7,
  value: '70.00',
  margin: '7.00',
  currency: 'EUR',
  facets: {
    status: [
      { key: 'confirmed', orders: 5, value: '50.00' },
      { key: 'draft', orders: 2, value: '20.00' },
    ],
    hold_cause: [
      { key: null, orders: 4, value: '40.00' },
      { key: 'credit-limit', orders: 2, value: '20.10' },
      { key: 'credit-overdue', orders: 1, value: '9.90' },
    ],
  },
  short: none,
  late: { key: 'late', orders: 3, value: '30.00' },
};

test('the figures follow the flow, and tell what stands in its way where something does', () => {
  const figures = figuresOf(TOTALS);
  expect(figures.map((it) => [it.key, it.orders, it.value])).toEqual([
    ['all', 7, '70.00'],
    ['draft', 2, '20.00'],
    ['confirmed', 5, '50.00'],
    ['on_hold', 3, '30.00'],
    ['is_late', 3, '30.00'],
  ]);
  expect(figures.map((it) => it.margin)).toEqual(['7.00', null, null, null, null]);
});

test('the list shows one of them, all, or what several filters leave', () => {
  const of = (text: string) => narrowedBy(new URLSearchParams(text));
  expect(of('q=abc')).toBeNull();
  expect(of('status=draft&q=abc')).toEqual(['status', 'draft']);
  expect(figuresOf(TOTALS).some((it) => it.narrowing?.join() === of('status=draft&on_hold=true')?.join())).toBe(false);
});
