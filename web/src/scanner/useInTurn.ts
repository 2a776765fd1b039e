import { useCallback, useLayoutEffect, useRef } from 'react';

/**
 * Codes dealt with one after the other, in the order in which they came: who scans faster than the network answers loses none.
 * `take` draws what it changes before it ends (`flushSync`), so that the next one sees it.
 */
export function useInTurn(take: (code: string) => Promise<void>): (code: string) => void {
  const newest = useRef(take);
  const before = useRef(Promise.resolve());
  useLayoutEffect(() => {
    newest.current = take;
  }, [take]);
  return useCallback((code: string) => {
    const inTurn = () => newest.current(code);
    before.current = before.current.then(inTurn, inTurn); // one that failed keeps none back
  }, []);
}
