import { expect, test } from 'vitest';

import { pastedLines } from './pasted';

test('cells of a spreadsheet are code, quantity and price', () =>
  expect(pastedLines('A-1\t12\t3,50\r\nA-2\t5\r\n\r\n')).toEqual([
    { code: 'A-1', quantity: '12', price: '3,50' },
    { code: 'A-2', quantity: '5', price: '' },
  ]));

test('a code alone is one of it', () =>
  expect(pastedLines('3017620422003')).toEqual([{ code: '3017620422003', quantity: '1', price: '' }]));

test('the head of a table is no line', () =>
  expect(pastedLines('Référence;Quantité\nA-1;2')).toEqual([{ code: 'A-1', quantity: '2', price: '' }]));
