import { expect, test } from 'vitest';

import { dayAfter, dayBefore, isDay } from './days';

test('the day after or before knows months and leap years', () => {
  expect(dayAfter('2026-01-31')).toBe('2026-02-01');
  expect(dayAfter('2026-02-28')).toBe('2026-03-01');
  expect(dayAfter('2024-02-28')).toBe('2024-02-29');
  expect(dayBefore('2026-01-01')).toBe('2025-12-31');
});

test('what is half typed is no day', () => {
  expect(isDay('2026-01-31')).toBe(true);
  expect(isDay('2026-13-01')).toBe(false);
  expect(isDay('')).toBe(false);
});
