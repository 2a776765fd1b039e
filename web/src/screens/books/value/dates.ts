import { dayAfter, isDay } from '~/ui/days';

/** The two dates of a value: at the end of which day, and as it was known at the end of which. Empty ones are left out. */
export interface ValueDates {
  as_of?: string;
  known_at?: string; // an instant
}

export function datesOf(asOf: string, knownOn: string): ValueDates {
  return {
    ...(isDay(asOf) ? { as_of: asOf } : {}),
    ...(isDay(knownOn) ? { known_at: `${dayAfter(knownOn)}T00:00:00Z` } : {}),
  };
}
