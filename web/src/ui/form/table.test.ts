import { expect, test } from 'vitest';

import { tableOf } from './table';

test('a table of a French spreadsheet is read by the names of its columns', () =>
  expect(tableOf('\uFEFFsku;name_fr\r\nVIS;"Vis ; 4x40 ""A"""\r\n\r\n')).toEqual({
    columns: ['sku', 'name_fr'],
    rows: [{ sku: 'VIS', name_fr: 'Vis ; 4x40 "A"' }],
  }));

test.each(['sku\tname\nA\tB', 'sku,name\nA,B', 'sku;name\nA;B\n'])('cells are parted as the file parts them', (text) =>
  expect(tableOf(text).rows).toEqual([{ sku: 'A', name: 'B' }]),
);

test('a quoted cell may have several lines, and a short row is empty at its end', () =>
  expect(tableOf('a;b\n"1\n2"\n3;4').rows).toEqual([
    { a: '1\n2', b: '' },
    { a: '3', b: '4' },
  ]));
