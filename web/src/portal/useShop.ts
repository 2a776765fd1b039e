import { keepPreviousData } from '@tanstack/react-query';

import { hooks } from '~/api/client';
import type { OfPricing, OfSales } from '~/api/schemas';
import { usePerson } from '~/auth/usePerson';

const KEPT_MS = 600_000;

/** Who buys, and what his orders are written with. */
export function useShop(): { shop: OfSales['ShopOut'] | undefined; error: unknown } {
  const { customerId } = usePerson();
  const params = { path: { customer_id: customerId } };
  const query = hooks.useQuery('get', '/api/sales/v1/shops/{customer_id}', { params }, { staleTime: KEPT_MS });
  return { shop: query.data, error: query.error };
}

/** What an article costs this customer and when he can have it. */
export interface Terms {
  currency: string;
  breaks: OfPricing['BreakOut'][];
  available: string;
  promisedOn: string | null;
}

/** Of a page of articles: one request for prices, one for stock. */
export function useTerms(products: readonly string[]): (product: string) => Terms | undefined {
  const { customerId } = usePerson();
  const { shop } = useShop();
  const product_ids = [...products];
  const enabled = product_ids.length > 0 && shop !== undefined;
  const currency = shop?.currency ?? null;
  const options = { enabled, placeholderData: keepPreviousData };
  const prices = hooks.useQuery(
    'post',
    '/api/pricing/v1/quotes/breaks',
    { body: { customer_id: customerId, channel: 'portal', currency, product_ids } },
    options,
  );
  const stock = hooks.useQuery(
    'post',
    '/api/sales/v1/shops/{customer_id}/stock',
    { params: { path: { customer_id: customerId } }, body: { product_ids } },
    options,
  );
  return (product) => {
    const priced = prices.data?.items.find((it) => it.product_id === product);
    const there = stock.data?.items.find((it) => it.product_id === product);
    if (!prices.data || !there) return undefined;
    return {
      currency: prices.data.currency,
      breaks: priced?.breaks ?? [],
      available: there.quantity_available,
      promisedOn: there.promised_on,
    };
  };
}
