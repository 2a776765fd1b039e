import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';

import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';

type Received = OfAccounting['ExpectedOut'];

const PAGE = 200;

export interface OpenLines {
  lines: readonly Received[];
  isPending: boolean;
  hasMore: boolean;
  more: () => void;
  error: unknown;
}

/** What came from a supplier and is not billed, the oldest first. */
export function useOpenLines(supplier: string): OpenLines {
  const query = useInfiniteQuery({
    queryKey: ['bills', 'open-lines', supplier],
    queryFn: async ({ pageParam }) => {
      const query = {
        supplier_id: supplier,
        to_bill_only: true,
        sort: 'received_on',
        limit: PAGE,
        ...(pageParam ? { cursor: pageParam } : {}),
      };
      return (await api.GET('/api/accounting/v1/gr-ir/lines', { params: { query } })).data ?? { items: [] };
    },
    initialPageParam: '',
    getNextPageParam: (page: { next_cursor?: string | null }) => page.next_cursor ?? null,
    placeholderData: keepPreviousData,
    enabled: supplier !== '',
  });
  return {
    lines: supplier ? (query.data?.pages.flatMap(({ items }) => items) ?? []) : [],
    isPending: supplier !== '' && query.isPending,
    hasMore: query.hasNextPage,
    more: () => void query.fetchNextPage(),
    error: query.error,
  };
}
