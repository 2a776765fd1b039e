import { expect, test } from 'vitest';

import { byClass } from './classes';

const of = (account: string, debit: string, credit: string, balance: string) => ({
  account,
  name_fr: '',
  name_en: '',
  opening: '0.00',
  debit,
  credit,
  balance,
});

test('accounts are summed by their first digit, to the cent', () => {
  const classes = byClass([
    of('411', '120.10', '0', '120.10'),
    of('44571', '0', '20.10', '-20.10'),
    of('707', '0', '100', '-100'),
  ]);
  expect(classes.map(({ code, debit, credit, balance }) => [code, debit, credit, balance])).toEqual([
    ['4', '120.10', '20.10', '100.00'],
    ['7', '0', '100', '-100'],
  ]);
});

test('without accounts there are no classes', () => {
  expect(byClass([])).toEqual([]);
});
