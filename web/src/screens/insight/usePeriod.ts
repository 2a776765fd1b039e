import { useSearchParams } from 'react-router';

/** The period in the address, its last day in it; nothing said is the service's own: a year up to the last sale. */
export function useInsightPeriod() {
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
  const asked = { ...(from ? { from } : {}), ...(last ? { until: shifted(last, 1) } : {}) };
  return { search, from, last, asked, set };
}

/** A day so many days later. */
export function shifted(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}
