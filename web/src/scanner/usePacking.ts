import { hooks } from '~/api/client';

import { KEEP } from './useChoices';

/** Orders of which something stands picked; of the chosen one, what stands there and which packages are closed. */
export function usePacking(order: string) {
  const query = { sales_order_id: order };
  const ofOrder = { ...KEEP, enabled: order !== '' };
  const orders = hooks.useQuery(
    'get',
    '/api/inventory/v1/orders-to-ship',
    { params: { query: { sort: 'due_on', limit: 200 } } },
    KEEP,
  );
  const standing = hooks.useQuery('get', '/api/inventory/v1/picked', { params: { query } }, ofOrder);
  const packages = hooks.useQuery('get', '/api/inventory/v1/packages', { params: { query } }, ofOrder);
  return {
    orders: (orders.data?.items ?? []).filter(({ picked, stopped }) => Number(picked) > 0 && !stopped),
    standing: standing.data?.items ?? [],
    packages: (packages.data?.items ?? []).filter(({ state }) => state === 'closed'),
  };
}
