import { afterEach, expect, test, vi } from 'vitest';

import { currentPerson, resume } from './session';

const BODY = btoa(JSON.stringify({ sub: 's', name: 'Zoe', permissions: [], exp: Date.now() / 1000 + 900 }));
const issued = () => Response.json({ access_token: `e30.${BODY}.signature` });
const answer = (status: number) => new Response(null, { status });

/** A tab that has signed in before, and what the token endpoint answers it, one after the other. */
function given(...answers: Response[]) {
  const kept = new Map([['comptoir.refresh', 'secret']]);
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
  const fetched = vi.fn(() => Promise.resolve(answers.shift() ?? answer(503)));
  vi.stubGlobal('fetch', fetched);
  vi.useFakeTimers();
  return { kept, fetched };
}

async function resumed(): Promise<boolean | string> {
  const outcome = resume().catch((error: unknown) => String(error));
  await vi.runAllTimersAsync();
  return outcome;
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('who is away for good signs nobody out, and says so', async () => {
  const { kept } = given();
  expect(await resumed()).toContain('503');
  expect(kept.get('comptoir.refresh')).toBe('secret');
});

test('a sign-in that is over is told from one that nobody can judge', async () => {
  const { kept } = given(answer(400));
  expect(await resumed()).toBe(false);
  expect(kept.has('comptoir.refresh')).toBe(false);
});

test('who is away for a moment is asked again', async () => {
  const { fetched } = given(answer(503), answer(429), issued());
  expect(await resumed()).toBe(true);
  expect(fetched).toHaveBeenCalledTimes(3);
  expect(currentPerson()?.name).toBe('Zoe');
});
