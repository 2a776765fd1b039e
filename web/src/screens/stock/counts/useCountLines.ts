import { useInfiniteQuery } from '@tanstack/react-query';

import { api } from '~/api/client';
import type { OfInventory } from '~/api/schemas';

export const WHICH = ['all', 'uncounted', 'to-recount', 'differing'] as const;
export type Which = (typeof WHICH)[number];

const PAGE = 200;

interface Found {
  lines: OfInventory['CountLineOut'][];
  isPending: boolean;
  error: Error | null;
  more: (() => void) | null;
}

/** The places of a count in walking order, a page after the other. */
export function useCountLines(count: string, which: Which): Found {
  const query = useInfiniteQuery({
    queryKey: ['count-lines', count, which],
    queryFn: async ({ pageParam }) => {
      const params = {
        path: { count_id: count },
        query: { which, limit: PAGE, sort: 'walk_order', ...(pageParam ? { cursor: pageParam } : {}) },
      };
      return (await api.GET('/api/inventory/v1/counts/{count_id}/lines', { params })).data ?? { items: [] };
    },
    initialPageParam: '',
    getNextPageParam: (page: { next_cursor?: string | null }) => page.next_cursor ?? null,
    placeholderData: (before) => before,
  });
  return {
    lines: query.data?.pages.flatMap((page) => page.items) ?? [],
    isPending: query.isPending,
    error: query.error,
    more: query.hasNextPage ? () => void query.fetchNextPage() : null,
  };
}
