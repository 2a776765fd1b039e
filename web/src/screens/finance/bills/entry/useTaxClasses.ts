import { hooks } from '~/api/client';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';

import { ratesOn } from './rates';

const KEPT_MS = 300_000;

/** The tax classes that have a rate on a day, as choices: "20,0 % normal". */
export function useTaxClasses(day: string): { value: string; label: string }[] {
  const format = useFormat();
  const word = useWord();
  const { data } = hooks.useQuery('get', '/api/accounting/v1/tax-rates', {}, { staleTime: KEPT_MS });
  return ratesOn(data?.items ?? [], day).map(([value, rate]) => ({
    value,
    label: `${format.rate(rate)} ${word('taxClass', value)}`,
  }));
}
