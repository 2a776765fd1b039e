import { expect, test } from 'vitest';

import { datesOf } from './dates';

test('what was known on a day is what was written until its end', () => {
  expect(datesOf('2026-01-31', '2026-02-28')).toEqual({ as_of: '2026-01-31', known_at: '2026-03-01T00:00:00Z' });
});

test('days that nobody gave are not asked for', () => {
  expect(datesOf('', '20')).toEqual({});
});
