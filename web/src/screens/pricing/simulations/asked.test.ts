import { expect, test } from 'vitest';

import { bodyOf, isWhole, lastDays, type Asked } from './asked';

const ASKED: Asked = {
  name: 'Coûts +8 %',
  from: '2026-01-01',
  until: '2026-02-01',
  customer: '',
  costs: '8',
  family: '',
  list: '',
};

test('costs eight percent higher, of a family or of all', () => {
  expect(bodyOf(ASKED).cost_changes).toEqual([{ rate: '0.08', family_code: null }]);
  expect(bodyOf({ ...ASKED, costs: '-3', family: 'TOOLS' }).cost_changes).toEqual([
    { rate: '-0.03', family_code: 'TOOLS' },
  ]);
  expect(bodyOf({ ...ASKED, costs: '' }).cost_changes).toEqual([]);
});

test('it has a name, a period and readable costs', () => {
  expect(isWhole(ASKED)).toBe(true);
  expect(isWhole({ ...ASKED, until: ASKED.from })).toBe(false);
  expect(isWhole({ ...ASKED, costs: 'x' })).toBe(false);
});

test('the last days end with today', () =>
  expect(lastDays(30, new Date('2026-03-31T12:00:00Z'))).toEqual({ from: '2026-03-01', until: '2026-04-01' }));
