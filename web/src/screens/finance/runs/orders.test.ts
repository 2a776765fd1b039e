import { expect, test } from 'vitest';

import { chosenDocuments, keyOf, type Order } from './orders';

const order = (partner_id: string, ...ids: string[]): Order => ({
  partner_id,
  name: partner_id,
  iban: 'FR…0189',
  amount: '10.00',
  text: '',
  end_to_end_id: null,
  documents: ids.map((document_id) => ({ document_id, number: document_id, amount: '10.00', discount: '0' })),
});

test('a payment and a refund of one partner are chosen apart', () => {
  const [bills, refund] = [order('p', 'b1', 'b2'), order('p', 'c1')];
  expect(keyOf(bills)).not.toBe(keyOf(refund));
  expect(chosenDocuments([bills, refund], new Set())).toEqual(['b1', 'b2', 'c1']);
  expect(chosenDocuments([bills, refund], new Set([keyOf(bills)]))).toEqual(['c1']);
});
