import { expect, test } from 'vitest';

import { balanced, differenceOf, EMPTY_LINE, isComplete, sent } from './draft';

const charge = { account: '6256', debit: '120,50', credit: '' };
const bank = { account: '467', debit: '', credit: '120.50' };

test('an entry is complete when debits are credits to the cent', () => {
  expect(isComplete([charge, bank, EMPTY_LINE])).toBe(true);
  expect(isComplete([charge, { ...bank, credit: '120.49' }])).toBe(false);
  expect(Number(differenceOf([charge, { ...bank, credit: '120.49' }]))).toBe(0.01);
});

test('a line is on an account and on one side', () => {
  expect(isComplete([charge, { ...bank, account: '' }])).toBe(false);
  expect(
    isComplete([
      { ...charge, credit: '1' },
      { ...bank, credit: '119.50' },
    ]),
  ).toBe(false);
  expect(isComplete([charge])).toBe(false);
});

test('a line takes what the others lack, on the side where it lacks', () => {
  expect(balanced([charge, EMPTY_LINE], 1)).toEqual({ account: '', debit: '', credit: '120.50' });
  expect(balanced([EMPTY_LINE, bank], 0)).toEqual({ account: '', debit: '120.50', credit: '' });
});

test('rows without an account are not sent, and a comma is a point', () => {
  expect(sent([charge, bank, EMPTY_LINE])).toMatchObject([
    { account: '6256', debit: '120.50', credit: '0' },
    { account: '467', debit: '0', credit: '120.50' },
  ]);
});
