import { expect, test } from 'vitest';

import { csvOf } from './csv';

test('a file opens as a table in the spreadsheet of the reader’s country', () => {
  expect(
    csvOf(
      [
        ['Article', 'Prix'],
        ['Vis "6"', '1234.5'],
      ],
      'fr',
    ),
  ).toBe('\uFEFFArticle;Prix\r\n"Vis ""6""";1234,5\r\n');
  expect(csvOf([['Bolt, long', '1234.5']], 'en')).toBe('\uFEFF"Bolt, long",1234.5\r\n');
});

test.each(['=1+1', '+33 1', '-cmd', '@SUM(A1)', '\t=1'])('%j acts as no formula', (text) => {
  expect(csvOf([[text]], 'en')).toContain(`'${text}`);
});

test('a negative figure stays a figure', () => {
  expect(csvOf([['-12.50']], 'fr')).toBe('\uFEFF-12,50\r\n');
});
