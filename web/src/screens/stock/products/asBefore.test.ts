import { expect, test } from 'vitest';

import { asBefore } from './asBefore';

const cup = { id: 'cup', version: 3, family_code: 'cups', status: 'active', tax_class: 'normal' } as const;
const lid = { id: 'lid', version: 7, family_code: 'lids', status: 'blocked', tax_class: 'normal' } as const;

test('each gets back its own value of what was changed, and nothing else, at the version that the change made', () => {
  const changed = [
    { id: 'lid', version: 8 },
    { id: 'cup', version: 4 },
  ];
  expect(asBefore([cup, lid], changed, { status: 'discontinued' })).toEqual([
    { id: 'cup', version: 4, status: 'active' },
    { id: 'lid', version: 8, status: 'blocked' },
  ]);
});
