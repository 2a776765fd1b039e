import { expect, test } from 'vitest';

import { bodyOf, isWhole, type Asked } from './asked';

const ASKED: Asked = {
  customer: 'c',
  on: 'product',
  product: 'p',
  family: '',
  kind: 'price',
  price: '3,75',
  discount: '',
  minMargin: '',
  cap: '100',
  channel: '',
  from: '2026-11-26',
  until: '2026-12-31',
  reason: 'Offre concurrente',
};

test('a price is of one product; a discount is of a product or a family', () => {
  expect(bodyOf(ASKED)).toMatchObject({ product_id: 'p', unit_price: '3.75', discount_rate: null });
  const family = { ...ASKED, on: 'family', family: 'TOOLS', discount: '12,5' } as const;
  expect(bodyOf(family)).toMatchObject({ family_code: 'TOOLS', unit_price: null, discount_rate: '0.125' });
  expect(isWhole(family)).toBe(true);
});

test.each([
  [{ customer: '' }],
  [{ product: '' }],
  [{ price: 'x' }],
  [{ cap: '0' }],
  [{ until: '' }],
  [{ reason: ' ' }],
])('it is not whole without all of it: %j', (part) => {
  expect(isWhole(ASKED)).toBe(true);
  expect(isWhole({ ...ASKED, ...part })).toBe(false);
});
