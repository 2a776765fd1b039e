import type { OfAccounting } from '~/api/schemas';

type Rate = OfAccounting['TaxRatesOut']['items'][number];

/** (tax class, rate) of a day, the highest first. */
export function ratesOn(rates: readonly Rate[], day: string): [string, string][] {
  const found = new Map<string, Rate>();
  for (const rate of rates) {
    const known = found.get(rate.tax_class);
    if (rate.effective_from <= day && (!known || known.effective_from < rate.effective_from))
      found.set(rate.tax_class, rate);
  }
  return [...found.values()]
    .map((it): [string, string] => [it.tax_class, it.rate])
    .sort(([, one], [, other]) => Number(other) - Number(one));
}
