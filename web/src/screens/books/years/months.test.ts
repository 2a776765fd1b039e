import { expect, test } from 'vitest';

import { monthsShown } from './months';

const closed = {
  period: '2020-03',
  status: 'closed' as const,
  is_closed: true,
  closed_at: '2020-04-01T00:00:00Z',
  sealed_at: null,
  seal: null,
};

test('the present month comes first, months that nobody touched are open', () => {
  const shown = monthsShown([], '2026-01');
  expect(shown[0]).toMatchObject({ period: '2026-02', status: 'open' });
  expect(shown).toHaveLength(18);
});

test('a month of long ago that was closed is shown too, once', () => {
  const shown = monthsShown([closed, { ...closed, period: '2026-01' }], '2026-01');
  expect(shown.at(-1)).toEqual(closed);
  expect(shown.filter(({ period }) => period === '2026-01')).toHaveLength(1);
});
