import { hooks } from '~/api/client';
import { useMay } from '~/auth/usePerson';

/** Who sells, by the code that documents carry. */
export function useSalespeople(): { nameOf: (code: string) => string; options: { value: string; label: string }[] } {
  const may = useMay();
  const { data } = hooks.useQuery(
    'get',
    '/api/sales/v1/salespeople',
    { params: { query: { limit: 200 } } },
    { enabled: may('sales.salespeople.read') },
  );
  const names = new Map((data?.items ?? []).map((it) => [it.code, it.name]));
  return {
    nameOf: (code) => names.get(code) ?? code,
    options: [...names].map(([value, label]) => ({ value, label })),
  };
}
