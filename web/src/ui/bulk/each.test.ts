import { expect, test, vi } from 'vitest';

import { each, leftOf } from './each';

const never = () => false;

test('what is refused leaves the others alone, and answers stand in the order of the rows', async () => {
  const act = (n: number) => (n % 3 === 0 ? Promise.reject(new Error(`no ${n}`)) : Promise.resolve(null));
  const answers = await each([1, 2, 3, 4, 5, 6], act, () => {}, never);
  expect(answers.map((it) => it.row)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(answers.flatMap((it) => it.error?.message ?? [])).toEqual(['no 3', 'no 6']);
  expect(leftOf([1, 2, 3, 4, 5, 6], answers)).toEqual([3, 6]);
});

test('no more than four are under way at once, and each end is told', async () => {
  let [now, most] = [0, 0];
  const tell = vi.fn();
  const act = async () => {
    most = Math.max(most, (now += 1));
    await Promise.resolve();
    now -= 1;
    return null;
  };
  await each(
    Array.from({ length: 30 }, (_, n) => n),
    act,
    tell,
    never,
  );
  expect(most).toBe(4);
  expect(tell).toHaveBeenCalledTimes(30);
});

test('after a stop nothing more is begun, and what was not begun is left', async () => {
  let isStopped = false;
  const act = vi.fn(() => {
    isStopped = true;
    return Promise.resolve(null);
  });
  const rows = Array.from({ length: 20 }, (_, n) => n);
  const answers = await each(
    rows,
    act,
    () => {},
    () => isStopped,
  );
  expect(answers.length).toBe(act.mock.calls.length);
  expect(answers.length).toBeLessThanOrEqual(4);
  expect(leftOf(rows, answers).length).toBe(20 - answers.length);
});
