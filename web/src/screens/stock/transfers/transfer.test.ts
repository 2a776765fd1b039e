import { expect, test } from 'vitest';

import { isReadable, movedLines, newLine, toLeave, transferOf, type Asked } from './transfer';

const WRITTEN: Asked = {
  source: 'LYON',
  destination: 'NANTES',
  expectedOn: '',
  reason: ' Salon ',
  lines: [newLine('p', '1 200,5')],
};

test('a transfer goes to the service with decimals as it reads them', () =>
  expect(transferOf(WRITTEN)).toEqual({
    source: 'LYON',
    destination: 'NANTES',
    priority: 0,
    expected_on: null,
    reason: 'Salon',
    lines: [{ product_id: 'p', quantity: '1200.5' }],
  }));

test.each([
  { ...WRITTEN, destination: 'LYON' },
  { ...WRITTEN, source: '' },
  { ...WRITTEN, reason: ' ' },
  { ...WRITTEN, lines: [] },
  { ...WRITTEN, lines: [newLine('p', '0')] },
  { ...WRITTEN, lines: [newLine('p', '1'), newLine('', '1')] },
])('nothing is sent while something is missing', (asked) => expect(transferOf(asked)).toBeNull());

test('only lines of which something moves are sent', () => {
  const lines = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
  expect(movedLines(lines, { a: '2,5', b: '0' })).toEqual([{ transfer_line_id: 'a', quantity: '2.5' }]);
  expect(isReadable({ a: '2,5', b: '' })).toBe(true);
  expect(isReadable({ a: 'two' })).toBe(false);
});

test('what has not left is what was asked for less what was shipped, exactly', () =>
  expect(toLeave({ quantity: '10.000000', shipped: '0.1' })).toBe('9.900000'));
