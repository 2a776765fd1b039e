import { expect, test } from 'vitest';

import { documentPath, entryNumber, ledgerPath } from './entries';

test('an entry is named by journal, year and number', () => {
  const head = { journal: 'VE', fiscal_year: 2026, number: 42 };
  expect(entryNumber(head as Parameters<typeof entryNumber>[0])).toBe('VE-2026-000042');
});

test('only documents that have a page are linked', () => {
  expect(documentPath('invoice', 'a')).toBe('/invoices/a');
  expect(documentPath('movement', 'a')).toBeNull();
});

test('an open day is left out of the address', () => {
  expect(ledgerPath('411')).toBe('/general-ledger?account=411');
  expect(ledgerPath('411', '2026-01-01', '2026-01-31')).toBe(
    '/general-ledger?account=411&from=2026-01-01&to=2026-01-31',
  );
});
