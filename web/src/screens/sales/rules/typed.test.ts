import { expect, test } from 'vitest';

import { rulesOf, typedRules } from './typed';

test('rules of returns are typed as they are told', () => {
  const rules = { window_days: 30, approval_above: '500', restocking: { 'not-wanted': '0.15', damaged: '0' } };
  const typed = typedRules(rules);
  expect(typed).toMatchObject({ window: '30', above: '500', fees: { 'not-wanted': '15', damaged: '0', other: '' } });
  expect(rulesOf(typed)).toEqual({ ...rules, restocking: { damaged: '0.00', 'not-wanted': '0.15' } });
});

test('what is left empty holds for nobody', () => {
  const none = typedRules({ window_days: null, approval_above: null, restocking: {} });
  expect(rulesOf(none)).toEqual({ window_days: null, approval_above: null, restocking: {} });
});

test.each([{ window: 'x' }, { above: '1,2,3x' }])('a figure that is none is no rule: %o', (part) =>
  expect(rulesOf({ ...typedRules({ restocking: {} }), ...part })).toBeNull(),
);
