import { expect, test } from 'vitest';

import { withClasses } from './classes';

const of = (account: string, debit: string, credit: string, balance: string) => ({
  account,
  name_fr: '',
  name_en: '',
  opening: '0.00',
  debit,
  credit,
  balance,
});

test('accounts stand under the sums of their class, to the cent', () => {
  const rows = withClasses([
    of('411', '120.10', '0', '120.10'),
    of('44571', '0', '20.10', '-20.10'),
    of('707', '0', '100', '-100'),
  ]);
  expect(rows.map(({ account, isClass, balance }) => [account, isClass, balance])).toEqual([
    ['4', true, '100.00'],
    ['411', false, '120.10'],
    ['44571', false, '-20.10'],
    ['7', true, '-100'],
    ['707', false, '-100'],
  ]);
});

test('without accounts there are no classes', () => {
  expect(withClasses([])).toEqual([]);
});
