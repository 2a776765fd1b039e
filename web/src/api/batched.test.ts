import { expect, test, vi } from 'vitest';

import { batched } from './batched';

const found = (id: string) => ({ id });

test('what is looked up in one moment is asked for at once, each only once', async () => {
  const load = vi.fn((ids: string[]) => Promise.resolve(ids.map(found)));
  const find = batched(2, (each: { id: string }) => each.id, load);
  const answers = await Promise.all(['a', 'b', 'a', 'c'].map(find));
  expect(answers).toEqual(['a', 'b', 'a', 'c'].map(found));
  expect(load.mock.calls).toEqual([[['a', 'b']], [['c']]]);
});

test('what is not there, or cannot be asked, is null', async () => {
  const none = batched(
    9,
    (each: { id: string }) => each.id,
    () => Promise.resolve([]),
  );
  const away = batched(
    9,
    (each: { id: string }) => each.id,
    () => Promise.reject(new Error('away')),
  );
  expect(await Promise.all([none('a'), away('a')])).toEqual([null, null]);
});
