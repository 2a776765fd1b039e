import type { OfAccounting } from '~/api/schemas';

/** "VE-2026-000001", as it stands on every list of the books. */
export function entryNumber({ journal, fiscal_year, number }: OfAccounting['EntryHead']): string {
  return `${journal}-${fiscal_year}-${String(number).padStart(6, '0')}`;
}

const SCREENS: Record<string, string> = { invoice: '/invoices', payment: '/payments', 'late-charge': '/late-charges' };

/** Where the console shows the document that an entry comes from; null where it has no page. */
export function documentPath(source: string, id: string): string | null {
  const screen = SCREENS[source];
  return screen ? `${screen}/${id}` : null;
}

/** The lines of an account between two days, as an address; an empty day is open. */
export function ledgerPath(account: string, since = '', until = ''): string {
  const asked = Object.entries({ account, from: since, to: until }).filter(([, value]) => value !== '');
  return `/general-ledger?${new URLSearchParams(asked).toString()}`;
}
