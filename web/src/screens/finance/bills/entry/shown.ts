import type { QueryKey } from '@tanstack/react-query';

/** What is read again once a document is entered: all but what was asked while it was typed. */
export function isShown({ queryKey }: { queryKey: QueryKey }): boolean {
  return queryKey[1] !== 'start' && !String(queryKey[1]).endsWith('/check');
}
