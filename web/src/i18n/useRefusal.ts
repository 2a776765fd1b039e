import { useCallback } from 'react';

import type { Problem } from '~/api/problem';

import { useReasons } from './useReasons';

/** What a refusal says, in the reader's language where it gives its reasons; in the service's own words otherwise. */
export function useRefusal(): (problem: Problem) => string {
  const say = useReasons();
  return useCallback(
    ({ detail, reasons, lines, currency }) => {
      const money = currency ?? 'EUR';
      const told = (lines ?? []).filter((line) => line.reasons?.length);
      if (told.length === 0) return say({ explanation: detail, reasons: reasons ?? null }, money);
      return told
        .map(
          (line) =>
            `${line.sku}: ${say({ explanation: line.explanation ?? detail, reasons: line.reasons ?? null }, money)}`,
        )
        .join('\n');
    },
    [say],
  );
}
