import { expect, test } from 'vitest';

import { shifted } from './useInsightPeriod';

test.each([
  ['2026-02-28', 1, '2026-03-01'],
  ['2024-02-28', 1, '2024-02-29'],
  ['2026-01-01', -1, '2025-12-31'],
])('%s and %d days is %s', (day, days, expected) => {
  expect(shifted(day, days)).toBe(expected);
});
