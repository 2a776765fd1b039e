import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData } from '@tanstack/react-query';

import { hooks } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';

import { asked, type Draft } from './draft';

type Checked = OfAccounting['CheckedBillOut'];

export interface Check {
  bill: Checked | null; // as it was answered last
  lineOf: (key: string) => Checked['lines'][number] | null;
  isFresh: boolean; // it is about what stands on the screen
  error: unknown;
}

/** What would become of the bill as it is typed, asked a moment after each change. `own`: one that is corrected. */
export function useCheck(draft: Draft, own = ''): Check {
  const wanted = asked(draft);
  const now = wanted ? JSON.stringify({ ...wanted.body, ...(own ? { id: own } : {}) }) : '';
  const [settled] = useDebouncedValue(now, 300);
  const query = hooks.useQuery(
    'post',
    '/api/accounting/v1/supplier-bills/check',
    { body: JSON.parse(settled || '{}') as OfAccounting['SupplierBillIn'] },
    { enabled: settled !== '', placeholderData: keepPreviousData, retry: false },
  );
  const bill = now && !query.error ? (query.data ?? null) : null;
  const isFresh = now === settled && !query.isPlaceholderData && !query.isFetching && !query.error;
  const known = new Map(isFresh ? (wanted?.goods ?? []).map((key, n) => [key, bill?.lines[n] ?? null]) : []);
  return { bill, lineOf: (key) => known.get(key) ?? null, isFresh, error: now ? query.error : null };
}
