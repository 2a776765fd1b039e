import { expect, test } from 'vitest';

import { Refused } from '~/api/problem';

import { byLine, productsOf, type Words } from './imported';

const WORDS: Words = {
  title: 'Refused',
  missing: (column) => `No column ${column}`,
  unreadable: 'Not readable',
  line: (number) => `Line ${number}`,
};
const refusalOf = (text: string): Refused => {
  try {
    productsOf(text, WORDS);
  } catch (error) {
    if (error instanceof Refused) return error;
  }
  throw new Error('it was read');
};

test('a table of products is read, decimal commas and barcodes too', () =>
  expect(
    productsOf('sku;family;name_fr;weight_kg;gtin;tracking\nVIS;visserie;Vis;0,25;3017620422003;lot', WORDS),
  ).toMatchObject([
    {
      sku: 'VIS',
      family_code: 'visserie',
      weight_kg: '0.25',
      tracking: 'lot',
      packagings: [{ gtin: '3017620422003' }],
    },
  ]));

test('every line that cannot be read is told at once, by its number in the file', () =>
  expect(
    refusalOf('sku;family;name_fr;weight_kg\nA;f;Vis;much\nB;f;Vis;1\nC;;Vis;1').problem.errors?.map(
      ({ field }) => field,
    ),
  ).toEqual(['Line 2', 'Line 4']));

test('a column that must be there is named', () =>
  expect(refusalOf('sku;name_fr\nA;Vis').problem.detail).toBe('No column family'));

test('what the service says of a product is said of its line', () => {
  const told = new Refused({
    type: 't',
    title: '',
    status: 422,
    detail: '',
    errors: [{ field: 'products.3.sku', detail: 'It is taken.' }],
  });
  expect((byLine(told, WORDS) as Refused).problem.errors).toEqual([{ field: 'Line 5 sku', detail: 'It is taken.' }]);
});
