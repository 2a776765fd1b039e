import { Refused } from '~/api/problem';

/** What a service says about one field of what was sent, `lines.0.quantity`; nothing if it says nothing about it. */
export function faultOf(error: unknown, field: string): string | undefined {
  if (!(error instanceof Refused)) return undefined;
  const found = Object.entries(error.byField).find(([name]) => name.replace(/^body\./, '') === field);
  return found?.[1];
}
