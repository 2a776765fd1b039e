import { expect, test } from 'vitest';

import { accepted, groupsOf, type Suggestion } from './plan';

const suggestion = (id: string, part: Partial<Suggestion> = {}): Suggestion => ({
  id,
  product_id: `of-${id}`,
  sku: id,
  warehouse: 'LYON',
  source_warehouse: null,
  supplier_id: 's1',
  method: 'min-max',
  quantity: '24',
  needed_on: '2026-06-01',
  order_on: null,
  supplier_short: null,
  sales_order_id: null,
  sales_order_line_id: null,
  status: 'open',
  transfer_id: null,
  steps: [],
  ...part,
});

test('each supplier and each giving site is a group, the largest first', () => {
  const found = groupsOf([
    suggestion('a', { source_warehouse: 'DEPOT' }),
    suggestion('b'),
    suggestion('c'),
    suggestion('d', { supplier_id: null }),
  ]);
  expect(found.map(({ supplier, source, items }) => [supplier, source, items.map(({ id }) => id)])).toEqual([
    ['s1', null, ['b', 'c']],
    [null, 'DEPOT', ['a']],
    [null, null, ['d']],
  ]);
});

test('only quantities that were changed are sent', () =>
  expect(accepted([suggestion('a'), suggestion('b')], { b: '1 200,5', c: '7' })).toEqual({
    ids: ['a', 'b'],
    quantities: { b: '1200.5' },
  }));

test('nothing is sent while nothing is chosen, or a chosen quantity is none', () => {
  expect(accepted([], {})).toBeNull();
  expect(accepted([suggestion('a')], { a: '0' })).toBeNull();
});
