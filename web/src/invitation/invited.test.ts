import { expect, test } from 'vitest';

import { answerOf } from '~/screens/buying/rfqs/rfq';

import { answeredBefore, type Invitation } from './invited';

const INVITATION: Invitation = {
  number: 'RQ-2026-000001',
  company: 'Comptoir',
  supplier: 'Vis & Co',
  respond_by: '2026-12-04',
  note: '',
  currency: 'EUR',
  standing: 'answered',
  is_open: true,
  version: 1,
  lines_won: 0,
  lines: ['a', 'b'].map((id) => ({
    id,
    sku: id,
    name: id,
    packaging_code: 'EACH',
    quantity: '100.000000',
    needed_on: null,
  })),
  answer: {
    currency: 'USD',
    freight: '12.500000',
    charges: '0',
    valid_until: '2027-01-31',
    note: 'Franco',
    lines: [
      {
        rfq_line_id: 'a',
        unit_price: '0.900000',
        quantity: '80',
        lead_time_days: 9,
        minimum: '10',
        multiple: '5.000',
        valid_until: '2026-12-31',
        breaks: [{ from_quantity: '50.0', unit_price: '0.850000' }],
      },
    ],
  },
};

test('a supplier who comes back finds what he said, and says the same again by changing nothing', () =>
  expect(answerOf(answeredBefore(INVITATION))).toEqual({
    currency: 'USD',
    freight: '12.5',
    charges: '0',
    valid_until: '2027-01-31',
    note: 'Franco',
    lines: [
      {
        rfq_line_id: 'a',
        unit_price: '0.9',
        quantity: '80',
        lead_time_days: 9,
        minimum: '10',
        multiple: '5',
        valid_until: '2026-12-31',
        breaks: [{ from_quantity: '50', unit_price: '0.85' }],
      },
    ],
  }));

test('who has said nothing yet finds all that is asked, without a price', () => {
  const before = answeredBefore({ ...INVITATION, answer: null });
  expect(before.answers).toMatchObject({ a: { price: '', quantity: '100' }, b: { price: '', quantity: '100' } });
  expect(answerOf(before)).toBeNull();
});
