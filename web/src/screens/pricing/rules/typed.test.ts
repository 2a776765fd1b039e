import { expect, test } from 'vitest';

import { ANY } from '../shared/scope';
import { bodyOf, isWhole, typedOf } from './typed';

const TYPED = { ...typedOf(null), code: 'PROMO', nameFr: 'Promo', nameEn: 'Promo', value: '5' };

test('a discount is a rate without a currency', () =>
  expect(bodyOf(TYPED, { ...ANY, family: 'TOOLS' }, null)).toMatchObject({
    value: '0.05',
    currency: null,
    family_code: 'TOOLS',
    buy_quantity: null,
  }));

test('what is charged on an order is for no product, no family and no quantity', () =>
  expect(
    bodyOf({ ...TYPED, kind: 'freight', product: 'p', minQuantity: '3' }, { ...ANY, family: 'TOOLS' }, null),
  ).toMatchObject({ value: '5', currency: 'EUR', product_id: null, family_code: null, min_quantity: '0' }));

test('it is not whole without names and value', () => {
  expect(isWhole(TYPED)).toBe(true);
  expect(isWhole({ ...TYPED, value: 'x' })).toBe(false);
  expect(isWhole({ ...TYPED, nameEn: ' ' })).toBe(false);
});
