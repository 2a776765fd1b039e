import { keepPreviousData } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';

import { hooks } from '~/api/client';
import type { OfInventory, OfSales } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';

export interface Quoted {
  quote: OfSales['QuoteOut'] | undefined;
  promises: OfInventory['PromiseOut'][];
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
  const lines = (priced?.lines ?? []).map((line) => ({
    product_id: line.product_id,
    quantity: line.quantity,
    warehouse: body.warehouse ?? '',
  }));
  const promises = hooks.useQuery(
    'post',
    '/api/inventory/v1/stock/promises',
    { body: { lines } },
    { enabled: lines.length > 0 && may('inventory.stock.read'), placeholderData: keepPreviousData },
  );
  return {
    quote: priced?.lines.length === wanted?.lines.length ? priced : undefined,
    promises: promises.data?.items ?? [],
    error: isAskable ? quote.error : null,
  };
}
