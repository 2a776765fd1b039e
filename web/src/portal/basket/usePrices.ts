import { keepPreviousData } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';

import { hooks } from '~/api/client';
import type { OfSales } from '~/api/schemas';

import { useShop } from '../useShop';
import { useBasket, type ShopLine } from './store';

type Order = OfSales['OrderIn'];

export function orderOf(shop: OfSales['ShopOut'], lines: readonly ShopLine[]): Order {
  return {
    customer_id: shop.customer_id,
    customer_reference: '',
    deliver_to: '',
    shortage: 'backorder',
    lines: lines.map(({ product, packaging, quantity }) => ({
      product_id: product,
      quantity,
      packaging_code: packaging || null,
      is_drop_shipped: false,
    })),
  };
}

const NONE: Order = {
  customer_id: '',
  customer_reference: '',
  deliver_to: '',
  shortage: 'backorder',
  lines: [],
};

/** The basket at the prices and the stock of now, asked again a moment after each change. */
export function usePrices(): {
  order: Order | null;
  asked: Order | null; // the order that is priced
  quote: OfSales['QuoteOut'] | undefined;
  error: unknown;
} {
  const { shop } = useShop();
  const { lines } = useBasket();
  const order = shop && lines.length > 0 ? orderOf(shop, lines) : null;
  const [text] = useDebouncedValue(JSON.stringify(order), 250);
  const asked = JSON.parse(text) as Order | null;
  const query = hooks.useQuery(
    'post',
    '/api/sales/v1/orders/quote',
    { body: asked ?? NONE },
    { enabled: asked !== null, placeholderData: keepPreviousData },
  );
  const quote = query.data?.lines.length === lines.length ? query.data : undefined;
  return { order, asked, quote, error: asked ? query.error : null };
}
