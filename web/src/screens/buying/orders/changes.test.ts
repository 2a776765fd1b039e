import { expect, test } from 'vitest';

import { addedOf, answersOf, changesOf, editsOf, newAdded, type Edit } from './changes';

const LINES = [
  { id: 'a', quantity: '12', unit_price: '4.50', expected_on: '2026-06-01' },
  { id: 'b', quantity: '3.000', unit_price: '10', expected_on: null },
];

const edited = (id: string, part: Partial<Edit>) => {
  const edits = editsOf(LINES);
  const edit = edits[id];
  if (!edit) throw new Error(id);
  return { ...edits, [id]: { ...edit, ...part } };
};

test('what is as ordered is not told', () => {
  expect(changesOf(LINES, editsOf(LINES))).toEqual([]);
  expect(changesOf(LINES, edited('b', { quantity: '3', price: '10,00' }))).toEqual([]);
});

test('only what is otherwise is told', () => {
  expect(changesOf(LINES, edited('a', { price: '4,80', expectedOn: '2026-06-09' }))).toEqual([
    { line_id: 'a', unit_price: '4.80', expected_on: '2026-06-09', cancel_rest: false },
  ]);
  expect(answersOf(LINES, edited('a', { quantity: '10' }))).toEqual([{ line_id: 'a', quantity: '10' }]);
});

test('the rest of a line is cancelled without another change', () =>
  expect(changesOf(LINES, edited('b', { isRestCancelled: true }))).toEqual([{ line_id: 'b', cancel_rest: true }]));

test.each([{ quantity: '0' }, { quantity: '' }, { price: 'x' }])('nothing is sent while %j is no figure', (part) =>
  expect(changesOf(LINES, edited('a', part))).toBeNull(),
);

test('a line is added with its product, quantity and price, or not at all', () => {
  const glue = { ...newAdded(), product: 'p', quantity: '12', price: '4,80' };
  expect(addedOf([glue])).toEqual([
    { product_id: 'p', packaging_code: 'EACH', quantity: '12', unit_price: '4.80', expected_on: null },
  ]);
  expect(addedOf([])).toEqual([]);
  for (const part of [{ product: '' }, { quantity: '0' }, { price: '' }])
    expect(addedOf([{ ...glue, ...part }])).toBeNull();
});
