import { expect, test } from 'vitest';

import { changing, lineNumber, wrongPart } from './lines';

test('a fault names the row that a spreadsheet shows', () => expect(lineNumber('lines.0.sku')).toBe(2));

test('and what of the row is wrong', () => {
  expect(wrongPart('lines.0.sku')).toBe('sku');
  expect(wrongPart('lines.12')).toBe('line');
});

test('what stays as it is does not change', () => {
  expect(changing({ new: 2, raised: 3, unchanged: 10, ended: 1 })).toBe(6);
  expect(changing({})).toBe(0);
});
