import { expect, test } from 'vitest';

import { changesOf } from './changes';

test('each field is told before and after, nothing is a dash', () => {
  expect(changesOf({ name: [null, 'A'], limits: [{ a: 1 }, ''], open: [true, false] })).toEqual([
    { field: 'name', before: '–', after: 'A' },
    { field: 'limits', before: '{"a":1}', after: '–' },
    { field: 'open', before: 'true', after: 'false' },
  ]);
});
