import { useQueries, type UseQueryResult } from '@tanstack/react-query';

import { api } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';

import { ASKING, type Asking } from './asking';

export type Approval = OfSales['ApprovalOut'] & { service: Asking };
export type Status = OfSales['Status'];

const AT_ONCE = 100; // of each service; who has more of them waiting sees the oldest

export const approvalsKey = ['approvals'] as const;

export interface Inbox {
  items: Approval[];
  isPending: boolean;
  failed: { service: Asking; error: Error }[];
}

/** What waits for the person in every service that he may decide in, the oldest first. One that is away leaves the others. */
export function useInbox(status: Status, waitsForMe: boolean): Inbox {
  const may = useMay();
  const services = ASKING.filter((service) => may(`${service}.approvals.read`));
  return useQueries({
    queries: services.map((service) => ({
      queryKey: [...approvalsKey, service, status, waitsForMe],
      queryFn: () => load(service, status, waitsForMe),
      refetchInterval: 20_000,
    })),
    combine: (results: UseQueryResult<Approval[]>[]) => ({
      items: merged(
        results.map((result) => result.data ?? []),
        status,
      ),
      isPending: results.some((result) => result.isPending),
      failed: results.flatMap(({ error }, n) => (error && services[n] ? [{ service: services[n], error }] : [])),
    }),
  });
}

export function useWaitingCount(): number {
  return useInbox('pending', true).items.length;
}

export function merged(parts: readonly (readonly Approval[])[], status: Status): Approval[] {
  const all = parts.flat().sort((one, other) => one.requested_at.localeCompare(other.requested_at));
  return status === 'pending' ? all : all.reverse();
}

/** What kinds of requests there are and how many of each, the most first. */
export function kindsOf(items: readonly Approval[]): [subject: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { subject } of items) counts.set(subject, (counts.get(subject) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1]);
}

async function load(service: Asking, status: Status, waitsForMe: boolean): Promise<Approval[]> {
  const sort = status === 'pending' ? '' : '-requested_at';
  const query = { status, waits_for_me: waitsForMe, limit: AT_ONCE, sort };
  const { data } = await api.GET(`/api/${service}/v1/approvals`, { params: { query } });
  return (data?.items ?? []).map((item) => ({ ...item, service }));
}
