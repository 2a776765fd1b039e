import { expect, test } from 'vitest';

import { replaced, type Level } from './levels';

const words = { title: 'Rappel', text: '…' };
const level = (days_late: number): Level => ({
  days_late,
  pause_days: 7,
  claims: false,
  posts: false,
  words: { fr: words, en: words },
});
const days = (levels: Level[]) => levels.map((it) => it.days_late);
const LADDER = [level(7), level(20), level(35)];

test('a level stands where its days say', () => {
  expect(days(replaced(LADDER, null, level(10)))).toEqual([7, 10, 20, 35]);
  expect(days(replaced(LADDER, 0, level(40)))).toEqual([20, 35, 40]);
  expect(days(replaced(LADDER, 1, null))).toEqual([7, 35]);
});
