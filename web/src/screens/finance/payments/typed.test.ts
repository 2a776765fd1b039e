import { expect, test } from 'vitest';

import { NOTHING } from '../bank/clearing';
import { isWhole, paymentOf, type Typed } from './typed';

const CHEQUE: Typed = {
  direction: 'received',
  partner: 'p',
  amount: '1 200,50',
  paidOn: '2026-03-20',
  method: 'cheque',
  reference: ' 0042 ',
};

test('a payment needs who, when and how much', () => {
  expect(isWhole(CHEQUE)).toBe(true);
  expect([{ partner: '' }, { paidOn: '' }, { amount: '0' }].some((part) => isWhole({ ...CHEQUE, ...part }))).toBe(
    false,
  );
});

test('only documents with money are settled, a discount on top of it', () => {
  const settled = {
    a: { ...NOTHING, amount: '1176,49', discount: '24,01' },
    b: { ...NOTHING, amount: '24.01' },
    c: NOTHING,
  };
  const sent = paymentOf(CHEQUE, settled);
  expect([sent.amount, sent.reference]).toEqual(['1200.50', '0042']);
  expect(sent.matches).toEqual([
    { document_id: 'a', amount: '1176.49', discount: '24.01' },
    { document_id: 'b', amount: '24.01' },
  ]);
});
