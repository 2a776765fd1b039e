import { expect, test } from 'vitest';

import { completing, missingOf, replacing } from './instead';

const offer = {
  product_id: 'other',
  sku: 'OTHER',
  description: '',
  available: '50',
  unit_price: '12',
  net_change: '8.00',
  margin: null,
};
const short = {
  field: 'lines.1',
  product_id: 'p',
  sku: 'P',
  quantity: '12.000000',
  available: '4.5',
  unit_price: '10',
  margin: null,
  offers: [offer],
};

test('a substitute takes the place of the whole line', () =>
  expect(replacing(short, offer)).toEqual([{ product: 'other', quantity: '12' }]));

test('a substitute is given for what is missing, to the last digit', () => {
  expect(missingOf(short)).toBe('7.500000');
  expect(completing(short, offer)).toEqual([
    { product: 'p', quantity: '4.5' },
    { product: 'other', quantity: '7.5' },
  ]);
});

test.each([
  ['nothing of it is there', { available: '0' }],
  ['it is not sold any more', { unit_price: null }],
])('nothing is completed where %s', (_, part) => expect(completing({ ...short, ...part }, offer)).toBeNull());
