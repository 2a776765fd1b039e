import { useSearchParams } from 'react-router';

import { dayAfter, isDay } from '~/ui/days';

/** The period in the address, its last day in it, and as services take it; nothing said is the service's own. */
export function usePeriod() {
  const [search, setSearch] = useSearchParams();
  const from = search.get('from') ?? '';
  const last = search.get('until') ?? '';
  const set = (values: Record<string, string>) =>
    setSearch(
      (before) => {
        for (const [key, value] of Object.entries(values))
          if (value) before.set(key, value);
          else before.delete(key);
        return before;
      },
      { replace: true },
    );
  const asked = { ...(from ? { from } : {}), ...(last ? { until: isDay(last) ? dayAfter(last) : last } : {}) };
  return { search, from, last, asked, set };
}
