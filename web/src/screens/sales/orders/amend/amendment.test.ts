import { expect, test } from 'vitest';

import type { OfSales } from '~/api/schemas';

import { newLine } from '../../entry/basket';
import { asOrdered, changeOf, revisionOf, type Amendment } from './amendment';

const line = { id: 'l1', packaging_quantity: '12.000000', quantity: '12', quantity_shipped: '0' };
const order = {
  lines: [line],
  requested_on: null,
  customer_reference: 'PO-1',
  priority: 0,
  deliver_to: '',
} as unknown as OfSales['OrderDetailsOut'];
const amended = (part: Partial<Amendment>) =>
  revisionOf(order, { ...asOrdered(order), reason: 'The customer called', ...part });
const [ordered] = order.lines;
const asIs = ordered && changeOf(ordered, asOrdered(order));

test('what stays as it is is not asked for', () => {
  expect(amended({})).toBeNull();
  expect(asIs && amended({ changes: { l1: asIs } })).toBeNull();
});

test('only what becomes otherwise is asked for, as decimals', () =>
  expect(amended({ changes: { l1: { quantity: '7,5', price: '', isRestCancelled: false } } })).toEqual({
    reason: 'The customer called',
    changes: [{ line_id: 'l1', cancel_rest: false, quantity: '7.5' }],
    added: [],
    waived_charges: [],
  }));

test('a rest that is given up needs no figure', () =>
  expect(amended({ changes: { l1: { quantity: '12', price: '', isRestCancelled: true } } })?.changes).toEqual([
    { line_id: 'l1', cancel_rest: true },
  ]));

test('terms alone are a revision too', () =>
  expect(amended({ priority: '50', requestedOn: '2026-12-01' })).toMatchObject({
    priority: 50,
    requested_on: '2026-12-01',
  }));

test.each([
  ['a reason', { reason: ' ', priority: '5' }],
  ['a quantity', { changes: { l1: { quantity: '0', price: '', isRestCancelled: false } } }],
  ['a product', { added: [newLine('')] }],
])('nothing is asked without %s', (_, part) => expect(amended(part)).toBeNull());
