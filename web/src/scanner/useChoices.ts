import { hooks } from '~/api/client';

import type { Flow, Work } from './work';

const KEPT_MS = 8 * 3600_000; // a shift: what was read stays readable without a network
export const KEEP = { staleTime: 15_000, gcTime: KEPT_MS, networkMode: 'offlineFirst' } as const;

/** What a flow is about besides what is scanned: a wave, a count, a line that a supplier owes. */
export function useChoices(flow: Flow, chosen: string | null, work: Work) {
  const waves = hooks.useQuery(
    'get',
    '/api/inventory/v1/waves',
    { params: { query: { status: 'open' } } },
    {
      ...KEEP,
      enabled: flow === 'pick',
    },
  );
  const wave = hooks.useQuery(
    'get',
    '/api/inventory/v1/waves/{wave_id}',
    { params: { path: { wave_id: chosen ?? '' } } },
    {
      ...KEEP,
      enabled: flow === 'pick' && Boolean(chosen),
    },
  );
  const counts = hooks.useQuery(
    'get',
    '/api/inventory/v1/counts',
    { params: { query: { status: 'counting' } } },
    {
      ...KEEP,
      enabled: flow === 'count',
    },
  );
  const expected = hooks.useQuery(
    'get',
    '/api/inventory/v1/expected-receipts',
    { params: { query: { product_id: work.product?.id } } },
    { ...KEEP, enabled: flow === 'receive' && Boolean(work.product) },
  );
  const lying = hooks.useQuery(
    'get',
    '/api/inventory/v1/stock/by-location',
    { params: { query: { product_id: [work.product?.id ?? ''] } } },
    { ...KEEP, enabled: flow === 'lookUp' && Boolean(work.product) },
  );
  return { waves, wave, counts, expected, lying };
}
