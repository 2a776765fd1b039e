import { expect, test } from 'vitest';

import {
  bestOf,
  fits,
  isSure,
  movedBy,
  NOTHING,
  ofPartner,
  openAfter,
  restOf,
  ticked,
  type OpenItem,
} from './clearing';

const item = (document_id: string, open_amount: string) => ({ document_id, open_amount }) as OpenItem;
const proposal = (kind: 'partner' | 'suspense', confidence: string) =>
  ({ confidence, reasons: [], clearing: { kind } }) as unknown as Parameters<typeof bestOf>[0]['proposals'][number];

test('a ticked document takes what it is owed, the last one what is left', () => {
  const first = ticked(item('a', '80.00'), '100.00', {});
  expect(first.amount).toBe('80.00');
  expect(ticked(item('b', '50.00'), '100.00', { a: first }).amount).toBe('20.00');
  expect(ticked(item('c', '50.00'), '80.00', { a: first }).amount).toBe('0');
});

test('the rest is exact to the cent, and below zero when too much is settled', () => {
  expect(restOf('0.30', { a: { ...NOTHING, amount: '0,10' }, b: { ...NOTHING, amount: '0.20' } })).toBe('0.00');
  expect(restOf('10', { a: { ...NOTHING, amount: '10.01' } })).toBe('-0.01');
});

test('a discount and a write-off settle a document without money', () => {
  const typed = { amount: '98', discount: '1,50', writeOff: '0,50' };
  expect(Number(openAfter(item('a', '100.00'), typed))).toBe(0);
  expect(fits('98.00', [item('a', '100.00')], { a: typed })).toBe(true);
  expect(fits('98.00', [item('a', '99.99')], { a: typed })).toBe(false);
});

test('what is no figure, or more than came, does not fit', () => {
  expect(fits('10', [item('a', '10')], { a: { ...NOTHING, amount: 'dix' } })).toBe(false);
  expect(fits('9.99', [item('a', '10')], { a: { ...NOTHING, amount: '10' } })).toBe(false);
});

test('documents that nothing is settled of are not sent', () => {
  const settled = { a: { ...NOTHING, amount: '12,5' }, b: NOTHING };
  expect(ofPartner('p', settled, '', true)).toEqual({
    kind: 'partner',
    partner_id: 'p',
    parts: [{ document_id: 'a', amount: '12.5', discount: '0', write_off: '0' }],
    fee: '0',
    rest: 'write-off',
  });
});

test('a fee was kept of what came in, and taken on top of what went out', () => {
  expect(movedBy({ amount: '98.50' }, '1,50')).toBe('100.00');
  expect(movedBy({ amount: '-101.50' }, '1.50')).toBe('100.00');
});

test('Enter accepts what is known, and never puts an entry on the suspense account by itself', () => {
  expect(bestOf({ proposals: [proposal('partner', '0.80')] })?.confidence).toBe('0.80');
  expect(bestOf({ proposals: [proposal('suspense', '0')] })).toBeNull();
  expect([isSure(proposal('partner', '0.97')), isSure(proposal('partner', '0.94')), isSure(undefined)]).toEqual([
    true,
    false,
    false,
  ]);
});
