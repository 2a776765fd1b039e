import { expect, test } from 'vitest';

import { columnOf, type Run, type Shape } from './kinds';
import { checkOf, choicesOf, draftOf, letter, missingIn, placed } from './mapping';

const RUN = { mapping: { sku: 0, name_fr: 2 }, options: {} } as unknown as Run;
const SHAPE = {
  columns: ['sku', 'name_fr', 'family'].map((name) => ({ name, kind: 'text', is_required: name !== 'name_fr' })),
} as unknown as Shape;

test('a place of the file is one column of ours only', () => {
  expect(placed(draftOf(RUN), 'family', 2).places).toEqual({ sku: 0, family: 2 });
  expect(placed(draftOf(RUN), 'sku', null).places).toEqual({ name_fr: 2 });
});

test('what is needed and has no place is named', () =>
  expect(missingIn(draftOf(RUN), SHAPE).map(({ name }) => name)).toEqual(['family']));

test('what is left empty is not sent', () =>
  expect(checkOf({ ...draftOf(RUN), options: { warehouse: '', side: 'supplier' }, saveAs: ' Magasin ' })).toEqual({
    mapping: { sku: 0, name_fr: 2 },
    options: { side: 'supplier' },
    save_as: 'Magasin',
  }));

test('columns are named as spreadsheets do, also those without a title', () => {
  expect(choicesOf(['Réf', '']).map(({ label }) => label)).toEqual(['A · Réf', 'B · –']);
  expect([25, 26, 51, 52].map(letter)).toEqual(['Z', 'AA', 'AZ', 'BA']);
});

test('a fault deep in a record is about the column that says it', () =>
  expect(['packagings.0.gtin', 'sku', 'addresses.12.postal_code'].map(columnOf)).toEqual([
    'gtin',
    'sku',
    'postal_code',
  ]));
