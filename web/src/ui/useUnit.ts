import { hooks } from '~/api/client';

/** How a unit, of which only the code is known, is written: "kg"; the code itself until that is known. */
export function useUnit(): (code: string) => string {
  const { data } = hooks.useQuery('get', '/api/catalog/v1/uoms', {}, { staleTime: Infinity });
  return (code) => data?.items.find((unit) => unit.code === code)?.symbol ?? code;
}
