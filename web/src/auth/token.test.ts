import { expect, test } from 'vitest';

import { personOf } from './token';

const token = (claims: object) => {
  const bytes = new TextEncoder().encode(JSON.stringify(claims));
  const body = btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
  return `e30.${body}.signature`;
};

test('a token says who has signed in, whatever the letters of the name', () => {
  const person = personOf(token({ sub: 's', name: 'Zoé Ødegård', permissions: ['sales.orders.read'], exp: 10 }));
  expect([person.name, person.expiresAt, person.permissions.has('sales.orders.read')]).toEqual([
    'Zoé Ødegård',
    10_000,
    true,
  ]);
});

test('who has no name is known by the sign-in', () => {
  expect(personOf(token({ sub: 's', preferred_username: 'zoe', exp: 1 })).name).toBe('zoe');
});
