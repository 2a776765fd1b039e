import { expect, test } from 'vitest';

import {
  awardsOf,
  bestChoices,
  isAgainstBest,
  newBreak,
  newLine,
  quoteOf,
  rfqOf,
  type Asked,
  type Quoted,
} from './rfq';

const ASKED: Asked = {
  warehouse: 'LYON',
  respondBy: '2026-06-10',
  note: '',
  suppliers: ['s1', 's2'],
  lines: [newLine({ product: 'p', quantity: '12,5' })],
};

test('several suppliers are asked for lines in their packagings', () =>
  expect(rfqOf(ASKED)).toEqual({
    warehouse: 'LYON',
    respond_by: '2026-06-10',
    note: '',
    supplier_ids: ['s1', 's2'],
    lines: [{ product_id: 'p', packaging_code: 'EACH', quantity: '12.5', needed_on: null, request_line_id: null }],
  }));

test.each([
  { ...ASKED, suppliers: [] },
  { ...ASKED, respondBy: '' },
  { ...ASKED, lines: [newLine({ product: 'p', quantity: '0' })] },
])('nobody is asked while something is missing', (asked) => expect(rfqOf(asked)).toBeNull());

const QUOTED: Quoted = {
  supplier: 's1',
  currency: '',
  freight: '',
  charges: '12,00',
  validUntil: '2026-07-01',
  note: '',
  answers: {
    a: {
      price: '4,80',
      quantity: '12',
      minimum: '',
      leadTime: '9',
      multiple: '6',
      validUntil: '2026-06-15',
      breaks: [newBreak({ from: '24', price: '4,50' }), newBreak()],
    },
    b: { price: '', quantity: '3', minimum: '', leadTime: '', multiple: '', validUntil: '', breaks: [] },
  },
};

test('a line without a price is not quoted', () =>
  expect(quoteOf(QUOTED)).toMatchObject({
    currency: null,
    freight: '0',
    charges: '12.00',
    lines: [
      {
        rfq_line_id: 'a',
        unit_price: '4.80',
        quantity: '12',
        lead_time_days: 9,
        minimum: '0',
        multiple: '6',
        valid_until: '2026-06-15',
        breaks: [{ from_quantity: '24', unit_price: '4.50' }],
      },
    ],
  }));

const READABLE = { price: '4', quantity: '1', minimum: '', leadTime: '3', multiple: '', validUntil: '', breaks: [] };

test.each([
  { ...QUOTED, supplier: '' },
  { ...QUOTED, answers: {} },
  { ...QUOTED, charges: 'x' },
  { ...QUOTED, answers: { a: { ...READABLE, leadTime: 'soon' } } },
  { ...QUOTED, answers: { a: { ...READABLE, breaks: [newBreak({ from: '9' })] } } },
])('an answer that cannot be read is not sent', (quoted) => expect(quoteOf(quoted)).toBeNull());

const offer = (supplier_id: string, quantity: string, is_best: boolean) => ({
  supplier_id,
  quantity,
  is_best,
  currency: 'EUR',
  unit_price: '1',
  landed_unit_price: '1',
  arrives_on: '2026-06-20',
  is_complete: true,
  is_in_time: true,
  is_valid: true,
  on_time: null,
  in_full: null,
  because: null,
  multiple: '1',
  valid_until: '2026-07-01',
  nearest: [] as string[],
  reached_break: null,
  next_break: null,
  next_rate: null,
});
const line = (rfq_line_id: string, offers: ReturnType<typeof offer>[]) => ({
  rfq_line_id,
  product_id: `of-${rfq_line_id}`,
  packaging_code: 'EACH',
  quantity: '10',
  offers,
});
const ITEMS = [line('a', [offer('s1', '10', true), offer('s2', '8', false)]), line('b', [])];

test('the best of each line is chosen first, and another needs a reason', () => {
  expect(bestChoices(ITEMS)).toEqual({ a: 's1' });
  expect(isAgainstBest(ITEMS, { a: 's1' })).toBe(false);
  expect(isAgainstBest(ITEMS, { a: 's2' })).toBe(true);
});

test('no more is awarded than the supplier has', () => {
  expect(awardsOf(ITEMS, { a: 's2' }, {}, ' Sooner ')).toEqual([
    { rfq_line_id: 'a', supplier_id: 's2', quantity: '8', reason: 'Sooner' },
  ]);
  expect(awardsOf(ITEMS, { a: 's1' }, {}, 'Sooner')).toEqual([
    { rfq_line_id: 'a', supplier_id: 's1', quantity: '10', reason: '' },
  ]);
});

test('what covers the question in whole packs is awarded, or what is typed in its place', () => {
  const items = [line('a', [{ ...offer('s1', '60', true), multiple: '4', nearest: ['8', '12'] }])];
  const quantityFor = (typed: Record<string, string>) => awardsOf(items, { a: 's1' }, typed, '')[0]?.quantity;
  expect(quantityFor({})).toBe('12');
  expect(quantityFor({ a: '8,0' })).toBe('8.0');
  expect(quantityFor({ a: '' })).toBe('12');
});
