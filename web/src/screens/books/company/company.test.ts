import { expect, test } from 'vitest';

import { companyOf, typedOf } from './company';

test('numbers lose their spaces, an address its empty lines', () => {
  const typed = {
    ...typedOf(null),
    siren: '732 829 320',
    iban: 'fr76 3000 6000 0112 3456 7890 189',
    capital: '100 000,00',
    lines: '12 rue des Forges\n\n',
  };
  const sent = companyOf(typed);
  expect(sent.siren).toBe('732829320');
  expect(sent.iban).toBe('FR7630006000011234567890189');
  expect(sent.capital).toBe('100000.00');
  expect(sent.address.lines).toEqual(['12 rue des Forges']);
});

test('what was kept is shown and sent again as it was', () => {
  const sent = { ...companyOf({ ...typedOf(null), name: 'A', lines: '1 quai', city: 'Lyon', capital: '5' }) };
  const kept = { ...sent, version: 3, legal: '' } as Parameters<typeof typedOf>[0];
  expect(companyOf(typedOf(kept))).toEqual(sent);
});

test('no capital is said to be none', () => {
  expect(companyOf(typedOf(null)).capital).toBeNull();
});
