import { expect, test } from 'vitest';

import {
  cheaperThan,
  dayAfter,
  EMPTY,
  inStockUnits,
  newLine,
  offerOf,
  ofOneCurrency,
  purchaseOf,
  type Offer,
} from './purchase';

function offer(
  supplier: string,
  from: string,
  packagings: string,
  price: string,
  amount: string,
  isBest = false,
): Offer {
  return {
    amount,
    is_best: isBest,
    packagings,
    stock_unit_price: price,
    price: {
      currency: 'USD',
      effective_from: '2026-01-01',
      effective_until: null,
      from_quantity: from,
      lead_time_days: 7,
      minimum: '1',
      multiple: '1',
      packaging_code: 'BOX',
      product_id: 'p',
      supplier_id: supplier,
      supplier_sku: '',
      unit_price: price,
    },
  };
}

const small = offer('s', '1', '10', '5', '50');
const break100 = offer('s', '100', '10', '4', '40');
const other = offer('o', '1', '10', '3', '30', true);

test('a volume break that is not reached gives no price', () =>
  expect(offerOf([other, break100, small], 's')).toBe(small));

test('a volume break that is reached does', () =>
  expect(offerOf([small, { ...break100, packagings: '100', amount: '40' }], 's')?.price.unit_price).toBe('4'));

test('who is cheaper is told, but not of oneself', () => {
  expect(cheaperThan([other, small], small)).toBe(other);
  expect(cheaperThan([{ ...small, is_best: true }], small)).toBeNull();
});

test('a price in another currency than the first is none of this order', () => {
  const inEuro = { ...small, price: { ...small.price, currency: 'EUR' } };
  expect(ofOneCurrency([null, small, inEuro, other])).toEqual([null, small, null, other]);
});

const purchase = { ...EMPTY, supplier: 's', warehouse: 'LYON', lines: [newLine('p', '120')] };

test('the supplier’s price, packaging and lead time make the line', () =>
  expect(purchaseOf(purchase, [small], 'EUR', '2026-02-25')).toMatchObject({
    currency: 'USD',
    lines: [{ packaging_code: 'BOX', quantity: '10', unit_price: '5', expected_on: '2026-03-04' }],
  }));

test('a product without a price needs one set by hand', () => {
  expect(purchaseOf(purchase, [null], 'EUR', '2026-02-25')).toBeNull();
  const byHand = { ...purchase, lines: [newLine('p', '2,5', '1 200,50')] };
  expect(purchaseOf(byHand, [null], 'EUR', '2026-02-25')).toMatchObject({
    currency: 'EUR',
    lines: [{ packaging_code: 'EACH', quantity: '2.5', unit_price: '1200.50', expected_on: null }],
  });
});

test.each([
  ['a supplier', { supplier: '' }],
  ['a site', { warehouse: '' }],
  ['a line', { lines: [] }],
  ['a quantity', { lines: [newLine('p', '0')] }],
])('nothing is written without %s', (_, part) =>
  expect(purchaseOf({ ...purchase, ...part }, [small], 'EUR', '2026-02-25')).toBeNull(),
);

test('packagings become stock units to the last digit', () =>
  expect([inStockUnits('3', 12), inStockUnits('2.5', 12), inStockUnits('0.05', 1)]).toEqual(['36', '30.0', '0.05']));

test('days are counted over the end of a month', () => expect(dayAfter('2024-02-27', 3)).toBe('2024-03-01'));
