import { keepPreviousData } from '@tanstack/react-query';

import { hooks } from '~/api/client';
import { Refused } from '~/api/problem';
import type { OfSales } from '~/api/schemas';

import { isAnyShort } from './quoted';

type Order = OfSales['OrderIn'];

/** What could be given instead of what an order asks for: asked once for all lines, only when one is short or not sold. */
export function useInstead({
  asked: order,
  quote,
  error,
}: {
  asked: Order | null;
  quote: OfSales['QuoteOut'] | undefined;
  error: unknown;
}): (position: number) => OfSales['ShortLineOut'] | undefined {
  const isUnsold = error instanceof Refused && error.slug === 'not-sold';
  const enabled = order !== null && (isUnsold || isAnyShort(quote?.lines ?? []));
  const { data } = hooks.useQuery(
    'post',
    '/api/sales/v1/orders/substitutes',
    { body: order ?? { customer_id: '', customer_reference: '', deliver_to: '', shortage: 'backorder', lines: [] } },
    { enabled, placeholderData: keepPreviousData },
  );
  const found = enabled ? (data?.lines ?? []) : [];
  return (position) =>
    found.find(
      (it) => it.field === `lines.${position}` && it.product_id === order?.lines[position]?.product_id, // of the line as it is now
    );
}
