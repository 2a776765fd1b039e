import { expect, test } from 'vitest';

import { refusalOf, Refused } from './problem';

const problem = { type: '/problems/insufficient-stock', title: 'Refused', status: 409, detail: 'Two are missing.' };

test('a problem document says what was refused, field by field', async () => {
  const errors = [{ field: 'lines.0.quantity', detail: 'too many' }];
  const headers = { 'content-type': 'application/problem+json' };
  const refusal = await refusalOf(new Response(JSON.stringify({ ...problem, errors }), { status: 409, headers }));
  expect([refusal.slug, refusal.message]).toEqual(['insufficient-stock', 'Two are missing.']);
  expect(refusal.byField).toEqual({ 'lines.0.quantity': 'too many' });
});

test('a refusal of one field names it', () => {
  expect(new Refused({ ...problem, field: 'quantity' }).byField).toEqual({ quantity: 'Two are missing.' });
});

test('any other answer is a refusal too', async () => {
  const refusal = await refusalOf(new Response('<html>', { status: 502, statusText: 'Bad Gateway' }));
  expect([refusal.problem.status, refusal.message]).toEqual([502, 'Bad Gateway']);
});
