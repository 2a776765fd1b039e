import { hooks } from '~/api/client';
import type { OfIdentity, OfSales } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';

export type Member = OfIdentity['MemberOut'];
export type Limit = OfSales['LimitOut'];

const MOST = 200;

/** The people of a customer, with what each may order; the house names the customer. */
export function useTeam(customerId: string | undefined) {
  const may = useMay();
  const mayLimit = may('sales.spending.manage');
  const named = customerId ? { customer_id: customerId } : {};
  const team = hooks.useQuery('get', '/api/identity/v1/team', {
    params: { query: { ...named, sort: 'display_name', limit: MOST } },
  });
  const limits = hooks.useQuery(
    'get',
    '/api/sales/v1/spending-limits',
    { params: { query: { ...named, limit: MOST } } },
    { enabled: mayLimit },
  );
  return {
    members: team.data?.items,
    limits: new Map(limits.data?.items.map((it) => [it.subject, it])),
    mayLimit,
    error: team.error ?? limits.error,
    retry: () => void Promise.all([team.refetch(), limits.refetch()]),
  };
}
