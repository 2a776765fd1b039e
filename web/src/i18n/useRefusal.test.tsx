// @vitest-environment jsdom
import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';

import { startTranslation } from '.';
import { formatOf } from './useFormat';
import { wordsFor } from './useRefusal';

beforeAll(async () => {
  await startTranslation();
});

const said = async (language: 'fr' | 'en', reason: string, values: Record<string, unknown>) => {
  await i18next.changeLanguage(language);
  return wordsFor(i18next, formatOf(language), { reason, values })?.replace(/\s/g, ' ');
};

test('a refusal is said with its numbers, as each language writes them', async () => {
  const values = { location: 'A-01', on_hand: '1234.5', asked: '2000', product_id: 'x' };
  expect(await said('fr', 'insufficient-stock', values)).toContain('A-01 ne contient que 1 234,5 et non 2 000');
  expect(await said('en', 'insufficient-stock', values)).toContain('A-01 holds only 1,234.5, not 2,000');
});

test('what is no quantity stays as it is written, a day is one', async () => {
  const differs = await said('fr', 'lot-differs', { lot: '0042', expires_on: '2027-01-31' });
  expect(differs).toContain('Le lot 0042');
  expect(differs).toContain('janv. 2027');
});

test('the form is the one of which all values are known', async () => {
  expect(await said('fr', 'wrong-scan', { wanted: 'L1', wanted_lot: 'L1' })).toBe('La tâche demande le lot L1.');
  expect(await said('fr', 'insufficient-stock', {})).toBe('Il n’y a pas assez de stock.');
});

test('a newer refusal has no words here, nor has one without its values', async () => {
  expect(await said('fr', 'made-tomorrow', {})).toBeUndefined();
  expect(await said('fr', 'over-receipt', {})).toBeUndefined();
});
