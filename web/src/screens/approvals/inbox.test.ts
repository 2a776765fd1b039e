import { expect, test } from 'vitest';

import { delegable } from './delegable';
import { linesOf, pathOf } from './details';
import { kindsOf, merged, type Approval } from './inbox';

const asked = (id: string, requested_at: string) => ({ id, requested_at }) as Approval;
const about = (changes: Partial<Approval>) => ({ subject: '', document_id: 'd', details: {}, ...changes }) as Approval;

test('requests of all services are one list: what waits longest first, what was decided latest first', () => {
  const parts = [[asked('b', '2013-01-02'), asked('d', '2013-01-04')], [asked('a', '2013-01-01')]];
  expect(merged(parts, 'pending').map((each) => each.id)).toEqual(['a', 'b', 'd']);
  expect(merged(parts, 'approved').map((each) => each.id)).toEqual(['d', 'b', 'a']);
});

test('the kinds of requests are counted, the most first', () => {
  const items = ['credit', 'margin', 'margin'].map((subject) => about({ subject }));
  expect(kindsOf(items)).toEqual([
    ['margin', 2],
    ['credit', 1],
  ]);
});

test('one may lend what one may decide, and nothing else', () => {
  const own = new Set([
    'sales.margins.approve',
    'sales.orders.write',
    'sales.credit.release',
    'purchasing.orders.approve',
  ]);
  expect(delegable(own)).toEqual([
    ['sales', ['sales.credit.release', 'sales.margins.approve']],
    ['purchasing', ['purchasing.orders.approve']],
  ]);
});

test.each([
  [about({ service: 'sales', subject: 'margin' }), '/orders/d'],
  [about({ service: 'sales', subject: 'order-revision', details: { order_id: 'o' } }), '/orders/o/revisions/d'],
  [about({ service: 'sales', subject: 'offer-margin', details: { offer_id: 'q' } }), '/quotes/q'],
  [about({ service: 'sales', subject: 'return', details: { order_id: 'o' } }), '/returns/d'],
  [about({ service: 'sales', subject: 'price-dispute', details: { order_id: 'o' } }), '/price-disputes/d'],
  [about({ service: 'purchasing', subject: 'purchase-order' }), '/purchase-orders/d'],
  [about({ service: 'catalog', subject: 'product-change' }), '/products/d'],
  [about({ service: 'accounting', subject: 'journal-entry' }), null],
])('a request leads to its document, where the console shows it', (approval, path) => {
  expect(pathOf(approval)).toBe(path);
});

test('details that are told in another way are left out, not stumbled over', () => {
  expect(linesOf(about({ details: { lines: 'none' } }))).toEqual([]);
  expect(linesOf(about({ details: { lines: [{ order_line_id: 'l', sku: 'A' }, 7] } }))).toHaveLength(1);
});
