import { expect, test } from 'vitest';

import { claimedLines, faultIn, NOTHING, rateOf, returnedLines, type Delivered } from './claims';

const line = { shipment_line_id: 's1', returnable: '5.000000', unit_price: '10.00' } as Delivered;

test.each([
  ['15', '0.15'.padStart(4, '0')],
  ['7,5', '0.075'],
  ['100', '1.00'],
  ['0', '0.00'],
  ['100,1', null],
  ['x', null],
])('%s per cent is the rate %s', (percent, rate) => expect(rateOf(percent)).toBe(rate));

test('what comes back is at most what was delivered', () => {
  expect(faultIn(line, { ...NOTHING, quantity: '5' })).toBeNull();
  expect(faultIn(line, { ...NOTHING, quantity: '5,001' })).toBe('tooMany');
  expect(faultIn(line, { ...NOTHING, quantity: '0' })).toBe('tooMany');
});

test('a fee that nobody sets is left to the rules of the house', () => {
  expect(returnedLines([line], { s1: { ...NOTHING, quantity: '2' } })).toEqual([
    { shipment_line_id: 's1', quantity: '2', reason: 'not-wanted', restocking_rate: null },
  ]);
  expect(returnedLines([line], { s1: { ...NOTHING, quantity: '2', fee: '15' } })?.[0]?.restocking_rate).toBe('0.15');
  expect(returnedLines([line], { s1: NOTHING })).toBeNull();
});

test('a claimed price is below the price that was billed', () => {
  expect(claimedLines([line], { s1: '9,50' })).toEqual([{ shipment_line_id: 's1', claimed_unit_price: '9.50' }]);
  expect(claimedLines([line], { s1: '10' })).toBeNull();
  expect(claimedLines([line], {})).toBeNull();
});
