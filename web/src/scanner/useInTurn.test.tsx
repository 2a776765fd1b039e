// @vitest-environment jsdom
import { act, renderHook } from '@testing-library/react';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { expect, it } from 'vitest';

import { useInTurn } from './useInTurn';

it('takes codes in the order in which they came, each knowing what the one before did', async () => {
  const answers = new Map<string, () => void>();
  const { result } = renderHook(() => {
    const [taken, setTaken] = useState<string[]>([]);
    const take = useInTurn(async (code) => {
      await new Promise<void>((done) => answers.set(code, done));
      flushSync(() => setTaken([...taken, code]));
    });
    return { taken, take };
  });
  const answer = (code: string) =>
    act(async () => {
      await Promise.resolve();
      answers.get(code)?.();
      await Promise.resolve();
    });
  act(() => ['A', 'B', 'A2'].forEach((code) => result.current.take(code)));
  await answer('A');
  expect(answers.has('A2')).toBe(false); // B was before
  await answer('B');
  await answer('A2');
  expect(result.current.taken).toEqual(['A', 'B', 'A2']);
});
