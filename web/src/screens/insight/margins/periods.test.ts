import { expect, test } from 'vitest';

import { periods } from './periods';

test('periods end on their last day, also around the turn of a year', () => {
  const byKey = Object.fromEntries(periods(new Date('2012-01-31T23:00:00Z')).map(({ key, ...range }) => [key, range]));
  expect(byKey['lastMonth']).toEqual({ from: '2011-12-01', until: '2011-12-31' });
  expect(byKey['thisMonth']).toEqual({ from: '2012-01-01', until: '2012-01-31' });
  expect(periods(new Date('2012-02-10'))[1]?.until).toBe('2012-02-29');
});
