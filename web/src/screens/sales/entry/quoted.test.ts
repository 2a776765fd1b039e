import { expect, test } from 'vitest';

import type { OfInventory, OfSales } from '~/api/schemas';

import { isAnyShort, promisesOf } from './quoted';

function goods(product_id: string, quantity: string, quantity_available: string): OfSales['QuotedLineOut'] {
  const figures = { unit_price: '1', net: '1', quantity_incoming: '0' };
  return { product_id, sku: product_id, quantity, quantity_available, ...figures, steps: [], margin: null, parts: [] };
}

function promise(on: string | null, missing = '0'): OfInventory['PromiseOut'] {
  return { product_id: 'p', warehouse: 'LYON', on, missing, document_number: '', is_overdue: false, steps: [] };
}

const kit = { ...goods('kit', '2', '4'), parts: [goods('a', '2', '4'), goods('b', '10', '21')] };

test('a kit is promised with the last of its parts', () => {
  const told = [promise('2027-01-03'), promise('2027-01-02'), promise('2027-01-09'), promise('2027-01-01')];
  const days = promisesOf([goods('x', '1', '1'), kit, goods('y', '1', '1')], told).map((it) => it?.on);
  expect(days).toEqual(['2027-01-03', '2027-01-09', '2027-01-01']);
});

test('a part of which nobody knows when it comes leaves the kit without a day', () => {
  const short = { ...kit, quantity: '6' };
  expect(promisesOf([short], [promise(null, '3'), promise('2027-01-09')])[0]).toMatchObject({ on: null, missing: '2' });
});

test.each([
  ['what is there', [goods('a', '3', '3')], false],
  ['more than is there', [goods('a', '4', '3')], true],
  ['two lines that share what is there', [goods('a', '2', '3'), goods('a', '1.5', '3')], true],
  ['a kit and a piece of it', [kit, goods('b', '12', '21')], true],
  ['kits alone', [kit], false],
])('a basket is short or not: %s', (_, lines, isShort) => expect(isAnyShort(lines)).toBe(isShort));
