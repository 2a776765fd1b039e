import { hooks } from '~/api/client';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';

const KEPT_MS = 300_000;

/** The tax classes that have a rate on a day, as choices: "20,0 % normal". */
export function useTaxClasses(day: string): { value: string; label: string }[] {
  const format = useFormat();
  const word = useWord();
  const { data } = hooks.useQuery('get', '/api/accounting/v1/tax-rates', {}, { staleTime: KEPT_MS });
  const valid = (data?.items ?? []).filter((it) => it.effective_from <= day); // newest first in each class
  const first = new Map(valid.toReversed().map((it) => [it.tax_class, it.rate]));
  return [...first]
    .sort(([, one], [, other]) => Number(other) - Number(one))
    .map(([value, rate]) => ({ value, label: `${format.rate(rate)} ${word('taxClass', value)}` }));
}
