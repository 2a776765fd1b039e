import { expect, test } from 'vitest';

import { countOf, isReadable, lineOf, observationsOf, type Wanted } from './sheet';

const place = (id: string, location: string, sku: string, lot: string | null = null) => ({
  id,
  location,
  sku,
  lot,
  product_id: `of-${sku}`,
});
const LINES = [place('1', 'A-01', 'VIS-4X40'), place('2', 'A-02', 'VIS-4X40'), place('3', 'B-01', 'COLLE', 'L7')];

test('a zero is an answer, an empty field is none', () =>
  expect(observationsOf(LINES, { '1': '0', '2': '', '3': '12,5' })).toEqual([
    { location: 'A-01', product_id: 'of-VIS-4X40', lot: null, counted: '0' },
    { location: 'B-01', product_id: 'of-COLLE', lot: 'L7', counted: '12.5' },
  ]));

test('what is no figure is not sent silently', () => {
  expect(isReadable({ '1': '0', '2': '' })).toBe(true);
  expect(isReadable({ '1': 'ten' })).toBe(false);
});

test.each([
  ['LYON:A-02', '2'],
  ['a-01', '1'],
  ['vis-4x40', '1'],
  ['L7', '3'],
])('%s means line %s', (code, id) => expect(lineOf(LINES, code, {})?.id).toBe(id));

test('a product in several places means the next one to be counted', () =>
  expect(lineOf(LINES, 'VIS-4X40', { '1': '40' })?.id).toBe('2'));

test.each(['', '  ', 'C-09'])('%j means no line', (code) => expect(lineOf(LINES, code, {})).toBeUndefined());

const WANTED: Wanted = { warehouse: 'LYON', scope: 'due', due: '50', zone: '', isBlind: true };

test('a count is about what is due, a zone or everything', () => {
  expect(countOf(WANTED)).toEqual({ warehouse: 'LYON', is_blind: true, due: 50 });
  expect(countOf({ ...WANTED, scope: 'zone', zone: ' A/A-01 ' })).toEqual({
    warehouse: 'LYON',
    is_blind: true,
    zone: 'A/A-01',
  });
  expect(countOf({ ...WANTED, scope: 'all' })).toEqual({ warehouse: 'LYON', is_blind: true });
});

test.each([
  { ...WANTED, warehouse: '' },
  { ...WANTED, due: '0' },
  { ...WANTED, scope: 'zone' as const },
])('nothing is opened while something is missing', (wanted) => expect(countOf(wanted)).toBeNull());
