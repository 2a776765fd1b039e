import { expect, test } from 'vitest';

import type { Loose } from '~/screens/stock/shipping/parcel';
import { sumOf } from '~/ui/decimals';

import { put, stillLoose, type Packed } from './parcel';
import type { Entry } from './queue';
import type { Product } from './work';

const line = (key: string, product: string, quantity: string, lot: string | null = null): Loose => ({
  key,
  line: key,
  product,
  lot,
  quantity,
});
const scanned = (id: string, quantity: string, lot?: string): Product => ({
  id,
  sku: id,
  name: id,
  quantity,
  ...(lot ? { lot } : {}),
});
const LOOSE = [
  line('a', 'screw', '20'),
  line('b', 'screw', '10'),
  line('c', 'glue', '5', 'L1'),
  line('d', 'glue', '5', 'L2'),
];

test('a box fills one line of the order, then the next', () => {
  const once = put(LOOSE, [], scanned('screw', '12')) as Packed[];
  const twice = put(LOOSE, once, scanned('screw', '12')) as Packed[];
  expect(twice.map(({ key, quantity }) => [key, quantity])).toEqual([
    ['a', '20'],
    ['b', '4'],
  ]);
});

test.each([
  [scanned('paint', '1'), 'notOfOrder'],
  [scanned('glue', '1', 'L9'), 'wrongLot'],
  [scanned('glue', '1'), 'whichLot'],
  [scanned('glue', '6', 'L1'), 'tooMuch'],
  [scanned('screw', '31'), 'tooMuch'],
] as const)('what does not belong is refused, and says why', (each, trouble) =>
  expect(put(LOOSE, [], each)).toBe(trouble),
);

test('however it is scanned, no more goes in than stands there, and all that is scanned goes in', () => {
  let packed: Packed[] = [];
  for (const quantity of ['7', '0.5', '12', '3', '9', '0.5']) {
    const next = put(LOOSE, packed, scanned('screw', quantity));
    if (typeof next === 'string') break;
    packed = next;
  }
  expect(sumOf(packed.map(({ quantity }) => quantity))).toBe('22.5');
  expect(put(LOOSE, packed, scanned('screw', '9'))).toBe('tooMuch');
});

test('what was packed without a network is not offered again', () => {
  const entry = { kind: 'pack', sales_order_line_id: 'c', quantity: '2', lot: 'L1' } as Entry;
  const kept = { subject: 's', label: '', entry };
  expect(stillLoose(LOOSE, [kept, kept]).find(({ key }) => key === 'c')?.quantity).toBe('1');
  expect(stillLoose(LOOSE, [{ ...kept, refused: 'no' }]).find(({ key }) => key === 'c')?.quantity).toBe('5');
});
