import { expect, test } from 'vitest';

import { SCREENS } from './registry';
import { isOpenTo } from './screen';

test('every screen has an address and a key of its own', () => {
  const keys = SCREENS.flatMap(({ menu }) => (menu?.key ? [menu.key] : []));
  expect(new Set(keys).size).toBe(keys.length);
  expect(new Set(SCREENS.map(({ path }) => path)).size).toBe(SCREENS.length);
});

test('a document belongs to a list that the same people see', () => {
  for (const { path, parent, permissions, isEntry } of SCREENS) {
    if (!parent || isEntry) continue;
    expect(SCREENS.find((each) => each.path === parent)?.permissions, path).toEqual(permissions);
  }
});

test('who may nothing still has a home', () => {
  expect(SCREENS.filter((screen) => isOpenTo(screen, () => false)).map(({ path }) => path)).toEqual(['/']);
});
