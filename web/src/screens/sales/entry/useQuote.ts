import { keepPreviousData } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';

import { hooks } from '~/api/client';
import type { OfInventory, OfSales } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';

import { goodsOfLine, promisesOf } from './quoted';

export interface Quoted {
  asked: OfSales['OrderIn'] | null; // the order that this is said of
  quote: OfSales['QuoteOut'] | undefined;
  promises: (OfInventory['PromiseOut'] | undefined)[]; // by line
  error: unknown;
}

/** Prices, verdicts and promised dates of an order as it stands, asked again a moment after each change. */
export function useQuote(wanted: OfSales['OrderIn'] | null): Quoted {
  const may = useMay();
  const [asked] = useDebouncedValue(JSON.stringify(wanted), 300);
  const order = JSON.parse(asked) as OfSales['OrderIn'] | null;
  const isAskable = order !== null && may('sales.orders.quote');
  const body = order ?? {
    customer_id: '',
    customer_reference: '',
    deliver_to: '',
    shortage: 'backorder',
    warehouse: '',
    lines: [],
  };
  const quote = hooks.useQuery(
    'post',
    '/api/sales/v1/orders/quote',
    { body },
    { enabled: isAskable, placeholderData: keepPreviousData },
  );
  const priced = isAskable ? quote.data : undefined;
  const lines = (priced?.lines ?? []).flatMap(goodsOfLine).map((line) => ({
    product_id: line.product_id,
    quantity: line.quantity,
    warehouse: body.warehouse ?? '',
  }));
  const promises = hooks.useQuery(
    'post',
    '/api/inventory/v1/stock/promises',
    { body: { lines } },
    {
      enabled: lines.length > 0 && Boolean(body.warehouse) && may('inventory.stock.read'),
      placeholderData: keepPreviousData,
    },
  );
  return {
    asked: isAskable ? order : null,
    quote: priced?.lines.length === wanted?.lines.length ? priced : undefined,
    promises: promisesOf(priced?.lines ?? [], promises.data?.items ?? []),
    error: isAskable ? quote.error : null,
  };
}
