import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api } from '~/api/client';
import type { OfInventory, OfPurchasing } from '~/api/schemas';

type Order = OfPurchasing['OrderedOut'];

export interface Ordered {
  orders: Order[];
  late: boolean; // purchasing has not heard of all needs yet: they wait under "to order"
}

const PATIENCE_MS = 15_000;
const PAUSE_MS = 500;
const AT_ONCE = 200;

/** Accept proposals, and order at once what is to be bought: one draft for each supplier and site, at today's best prices. */
export function useOrdering(isBuyer: boolean) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ body, bought }: { body: OfInventory['AcceptIn']; bought: string[] }): Promise<Ordered> => {
      await api.POST('/api/inventory/v1/replenishment/suggestions/accept', { body });
      if (!isBuyer || bought.length === 0) return { orders: [], late: false };
      const lines = await heardOf(bought);
      const orders = lines.length > 0 ? await ordersOf(lines) : [];
      return { orders, late: lines.length < bought.length };
    },
    onSettled: () => queries.invalidateQueries(),
  });
}

export async function ordersOf(line_ids: string[]): Promise<Order[]> {
  const { data } = await api.POST('/api/purchasing/v1/request-lines/order', { body: { line_ids } });
  return data?.orders ?? [];
}

/** The request lines that these needs became. They travel as events: it takes a moment. */
async function heardOf(needs: string[]): Promise<string[]> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await Promise.all(
      parted(needs).map((need_id) =>
        api.GET('/api/purchasing/v1/request-lines', { params: { query: { need_id, status: 'open', limit: AT_ONCE } } }),
      ),
    );
    const lines = found.flatMap(({ data }) => data?.items ?? []).map(({ id }) => id);
    if (lines.length >= needs.length || Date.now() > until) return lines;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

const parted = (ids: string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / AT_ONCE) }, (_, n) => ids.slice(n * AT_ONCE, (n + 1) * AT_ONCE));
