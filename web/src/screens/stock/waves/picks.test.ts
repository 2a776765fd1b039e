import { expect, test } from 'vitest';

import { isShort, picksOf } from './picks';

const task = (id: string, quantity: string, status: 'open' | 'picked' = 'open') => ({ id, quantity, status });

test('a task of which nothing is typed is left for later', () =>
  expect(picksOf([task('a', '5'), task('b', '2')], { a: '5' })).toEqual([
    { task_id: 'a', quantity: '5', is_short: false },
  ]));

test('less than asked, down to none, means that there is no more', () =>
  expect(picksOf([task('a', '5'), task('b', '2')], { a: '4,5', b: '0' })).toEqual([
    { task_id: 'a', quantity: '4.5', is_short: true },
    { task_id: 'b', quantity: '0', is_short: true },
  ]));

test('what is done is not said twice, and what is no figure not at all', () =>
  expect(picksOf([task('a', '5', 'picked'), task('b', '2')], { a: '5', b: 'x' })).toEqual([]));

test('quantities are compared as decimals', () => {
  expect(isShort({ quantity: '10' }, '9')).toBe(true);
  expect(isShort({ quantity: '10' }, '10,0')).toBe(false);
  expect(isShort({ quantity: '10' }, undefined)).toBe(false);
});
