import { expect, test } from 'vitest';

import { replaced, type Limit } from './limits';

const limit = (role: string) => ({ role, max_rate: '0.05' }) as Limit;
const LIMITS = [limit('sales'), limit('buyer')];

test('a limit takes the place of another, is added, or is taken out', () => {
  expect(replaced(LIMITS, 1, limit('finance')).map(({ role }) => role)).toEqual(['sales', 'finance']);
  expect(replaced(LIMITS, null, limit('finance'))).toHaveLength(3);
  expect(replaced(LIMITS, 0, null)).toEqual([LIMITS[1]]);
});
