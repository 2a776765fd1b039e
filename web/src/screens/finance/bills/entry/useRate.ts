import { hooks } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { isDay } from '~/ui/days';

/** Units of a currency for one of the company's, as of a day; null for the company's own, or where none is known. */
export function useRate(currency: string, day: string): { rate: string; day: string } | null {
  const may = useMay();
  const { data } = hooks.useQuery(
    'get',
    '/api/accounting/v1/exchange-rates',
    { params: { query: { currency, on: day, limit: 1 } } },
    { enabled: may('accounting.rates.read') && currency !== '' && isDay(day) },
  );
  const found = data?.items[0];
  return found ? { rate: found.rate, day: found.valid_on } : null;
}
