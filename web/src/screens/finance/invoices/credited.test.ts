import { expect, test } from 'vitest';

import { creditedLines, faultIn, whole } from './credited';

const LINE = { id: 'l', quantity: '3', net_amount: '29.97' };

test('a ticked line is credited whole', () =>
  expect(creditedLines({ l: whole(LINE) })).toEqual([{ invoice_line_id: 'l', quantity: '3', net_amount: '29.97' }]));

test('only the price may be credited, and no more than was invoiced', () => {
  expect(faultIn(LINE, { quantity: '', net: '5,00' })).toBeNull();
  expect(faultIn(LINE, { quantity: '0', net: '29,98' })).toBe('tooMuch');
  expect(faultIn(LINE, { quantity: '4', net: '5' })).toBe('tooMany');
  expect(faultIn(LINE, { quantity: '1', net: '' })).toBe('noAmount');
});
