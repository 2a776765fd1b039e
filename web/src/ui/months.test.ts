import { describe, expect, it } from 'vitest';

import { isMonth, lastMonth, monthBeside } from './months';

describe('months', () => {
  it('go on over the end of a year, both ways', () => {
    expect(monthBeside('2025-12', 1)).toBe('2026-01');
    expect(monthBeside('2026-01', -1)).toBe('2025-12');
  });
  it('are over when the next one has begun', () => {
    expect(lastMonth(new Date('2026-01-01T00:00:00Z'))).toBe('2025-12');
    expect(lastMonth(new Date('2026-03-31T23:00:00Z'))).toBe('2026-02');
  });
  it('are written with two digits', () => {
    expect(['2026-01', '2026-1', '2026-13', ''].map(isMonth)).toEqual([true, false, false, false]);
  });
});
