import { expect, test } from 'vitest';

import { RIGHTS, toggled } from './rights';

test('who manages may do everything, and keeps the rest when he does not manage any more', () => {
  expect(toggled([], 'manage', true)).toEqual([...RIGHTS]);
  expect(toggled(RIGHTS, 'manage', false)).toEqual(['order', 'approve', 'invoices']);
});

test('a right is given and taken by itself, in the order of the list', () => {
  expect(toggled(['invoices'], 'order', true)).toEqual(['order', 'invoices']);
  expect(toggled(['order', 'invoices'], 'order', false)).toEqual(['invoices']);
});
