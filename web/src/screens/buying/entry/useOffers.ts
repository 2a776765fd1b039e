import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData } from '@tanstack/react-query';

import { hooks } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { decimalOf, isQuantity } from '~/ui/form/decimals';

import type { BuyLine, Offer } from './purchase';

interface Offers {
  ofLine: (line: BuyLine) => readonly Offer[];
  isPending: boolean; // what was typed last is not answered yet
  error: unknown;
}

const keyOf = (product: string, quantity: string) => `${product} ${quantity}`;

/** What suppliers ask for each line as it stands, asked again a moment after each change. */
export function useOffers(lines: readonly BuyLine[]): Offers {
  const may = useMay();
  const now = JSON.stringify(
    lines
      .filter(({ product, quantity }) => product !== '' && isQuantity(quantity))
      .map(({ product, quantity }) => ({ product_id: product, quantity: decimalOf(quantity) ?? '' })),
  );
  const [asked] = useDebouncedValue(now, 300);
  const wanted = JSON.parse(asked) as { product_id: string; quantity: string }[];
  const isAskable = wanted.length > 0 && may('purchasing.prices.read');
  const query = hooks.useQuery(
    'post',
    '/api/purchasing/v1/supplier-prices/offers',
    { body: { lines: wanted } },
    { enabled: isAskable, placeholderData: keepPreviousData },
  );
  const isFresh = asked === now && !query.isPlaceholderData;
  const found = new Map(
    isAskable && isFresh
      ? (query.data?.items ?? []).map((it, n) => [keyOf(it.product_id, wanted[n]?.quantity ?? ''), it.offers])
      : [],
  );
  return {
    ofLine: ({ product, quantity }) => found.get(keyOf(product, decimalOf(quantity) ?? '')) ?? [],
    isPending: !isFresh || (isAskable && query.isPending),
    error: isAskable ? query.error : null,
  };
}
