import { expect, test } from 'vitest';

import { nextSlot, scan, type Product, type Work } from './work';

const box: Product = { id: 'p', sku: 'VIS', name: 'Vis', quantity: '12', lot: 'L1' };
const place = (location: string, warehouse = 'LYON') => ({ place: { warehouse, location } });

test('goods are moved from the first place that is scanned to the second', () => {
  let work: Work = {};
  for (const each of [{ product: box }, place('A-01'), place('B-02')]) work = scan('transfer', work, each) as Work;
  expect([work.source?.location, work.destination?.location, nextSlot('transfer', work)]).toEqual([
    'A-01',
    'B-02',
    undefined,
  ]);
});

test('a second box of the same lot adds up, another lot begins anew', () => {
  const once = scan('count', {}, { product: box }) as Work;
  expect((scan('count', once, { product: box }) as Work).product?.quantity).toBe('24');
  expect((scan('count', once, { product: { ...box, lot: 'L2' } }) as Work).product?.quantity).toBe('12');
});

test.each([
  [place('B-02'), 'wrongPlace'],
  [{ product: { ...box, id: 'q' } }, 'wrongProduct'],
  [{ product: { ...box, lot: 'L2' } }, 'wrongLot'],
] as const)('a picker who scans something else is told at once', (scanned, trouble) => {
  expect(scan('pick', {}, scanned, { productId: 'p', location: 'A-01', lot: 'L1' })).toBe(trouble);
});

test('a move within a warehouse does not leave it', () => {
  expect(scan('putAway', { source: place('A-01').place }, place('A-01', 'PARIS'))).toBe('otherWarehouse');
});
