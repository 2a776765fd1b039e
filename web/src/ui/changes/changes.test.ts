import { expect, test } from 'vitest';

import { changesOf, plain } from './changes';

test('each field is told before and after', () => {
  expect(changesOf({ name: [null, 'A'], open: [true, false] })).toEqual([
    { field: 'name', before: null, after: 'A' },
    { field: 'open', before: true, after: false },
  ]);
});

test('values are plain text, and nothing is a dash', () => {
  expect([null, undefined, '', [], 0, false, 'A'].map(plain)).toEqual(['–', '–', '–', '–', '0', 'false', 'A']);
  expect(plain(['a', 'b'])).toBe('a, b');
  expect(
    plain([
      { city: 'Lyon', gln: null },
      { city: 'Paris', gln: '3' },
    ]),
  ).toBe('Lyon, Paris · 3');
});
