import { expect, test } from 'vitest';

import { EMPTY_LINE, isWholeLine, lineBody } from './typed';

test('a product has a price or a discount, a family a discount', () => {
  expect(lineBody({ ...EMPTY_LINE, product: 'p', price: '3,75', cap: '100' })).toMatchObject({
    unit_price: '3.75',
    discount_rate: null,
    quantity_cap: '100',
  });
  expect(lineBody({ ...EMPTY_LINE, family: 'TOOLS', price: '3', discount: '12' })).toMatchObject({
    family_code: 'TOOLS',
    unit_price: null,
    discount_rate: '0.12',
    quantity_cap: null,
  });
});

test('an empty line is not whole', () => {
  expect(isWholeLine(EMPTY_LINE)).toBe(false);
  expect(isWholeLine({ ...EMPTY_LINE, product: 'p', discount: '5' })).toBe(true);
});
