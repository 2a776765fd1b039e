import { useFormat } from '~/i18n/useFormat';

import { sumOf } from '../decimals';

/** What amounts come to, each currency on its own. */
export function useTotal(): (amounts: readonly (readonly [amount: string, currency: string])[]) => string {
  const format = useFormat();
  return (amounts) =>
    [...new Set(amounts.map(([, currency]) => currency))]
      .map((currency) => format.money(sumOf(amounts.flatMap(([one, of]) => (of === currency ? one : []))), currency))
      .join(' + ');
}
