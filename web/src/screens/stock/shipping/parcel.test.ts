import { expect, test } from 'vitest';

import { looseOf, parcelLines } from './parcel';

const standing = [
  { sales_order_line_id: 'a', product_id: 'p', lot: null, quantity: '5', packed: '2' },
  { sales_order_line_id: 'b', product_id: 'q', lot: 'L1', quantity: '3', packed: '3' },
  { sales_order_line_id: 'b', product_id: 'q', lot: 'L2', quantity: '1.5', packed: '0' },
];

test('what is packed does not stand loose any more', () =>
  expect(looseOf(standing).map(({ line, lot, quantity }) => [line, lot, quantity])).toEqual([
    ['a', null, '3'],
    ['b', 'L2', '1.5'],
  ]));

test('all of it is packed unless somebody says otherwise', () =>
  expect(parcelLines(looseOf(standing), { 'a ': '1' })).toEqual([
    { sales_order_line_id: 'a', lot: null, quantity: '1' },
    { sales_order_line_id: 'b', lot: 'L2', quantity: '1.5' },
  ]));

test('a line of which none goes in is left out', () =>
  expect(parcelLines(looseOf(standing), { 'a ': '0' })).toHaveLength(1));
