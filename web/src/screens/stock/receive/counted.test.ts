import { expect, test } from 'vitest';

import { deliveryLines, isReadable, NOTHING } from './counted';

const expected = [
  { id: 'a', purchase_order_id: 'o' },
  { id: 'b', purchase_order_id: 'o' },
];

test('a damaged piece is a line of its own, and what did not come is none', () =>
  expect(deliveryLines(expected, { a: { ...NOTHING, good: '9', damaged: '1' } })).toMatchObject([
    { purchase_order_line_id: 'a', quantity: '9', is_damaged: false },
    { purchase_order_line_id: 'a', quantity: '1', is_damaged: true },
  ]));

test('lot and expiry go with both, serial numbers first with the sound ones', () =>
  expect(
    deliveryLines(expected, {
      b: { ...NOTHING, good: '2', damaged: '1', lot: ' L1 ', expiresOn: '2027-01-31', serials: 'S1, S2\nS3' },
    }),
  ).toMatchObject([
    { lot: 'L1', expires_on: '2027-01-31', serials: ['S1', 'S2'] },
    { lot: 'L1', expires_on: '2027-01-31', serials: ['S3'] },
  ]));

test('what is no figure is not taken for nothing', () => {
  expect(isReadable({ ...NOTHING, good: '1x' })).toBe(false);
  expect(isReadable({ ...NOTHING, good: '12,5' })).toBe(true);
});
