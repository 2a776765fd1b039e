import { queryOptions, useQuery } from '@tanstack/react-query';

import { batched } from './batched';
import { api } from './client';
import type { OfCatalog } from './schemas';

/** Partners and products by their ids: other services name them by these alone. Many asked for at once are one request. */

type Partner = OfCatalog['PartnerOut'];
type Product = OfCatalog['ProductOut'];

const AT_ONCE = 50;
const idOf = (each: { id: string }) => each.id;

export const findPartner = batched<Partner>(AT_ONCE, idOf, async (id) => {
  const { data } = await api.GET('/api/catalog/v1/partners', { params: { query: { id, limit: AT_ONCE } } });
  return data?.items ?? [];
});

export const findProduct = batched<Product>(AT_ONCE, idOf, async (id) => {
  const { data } = await api.GET('/api/catalog/v1/products', { params: { query: { id, limit: AT_ONCE } } });
  return data?.items ?? [];
});

const KEPT_MS = 300_000;

export const partnerQuery = (id: string) =>
  queryOptions({ queryKey: ['partner', id], queryFn: () => findPartner(id), staleTime: KEPT_MS, enabled: id !== '' });

export const productQuery = (id: string) =>
  queryOptions({ queryKey: ['product', id], queryFn: () => findProduct(id), staleTime: KEPT_MS, enabled: id !== '' });

export function usePartner(id: string): Partner | null | undefined {
  return useQuery(partnerQuery(id)).data;
}

export function useProduct(id: string): Product | null | undefined {
  return useQuery(productQuery(id)).data;
}
