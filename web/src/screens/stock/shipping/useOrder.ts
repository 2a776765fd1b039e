import { hooks } from '~/api/client';
import type { OfInventory, OfSales } from '~/api/schemas';

export interface Shipping {
  order: OfSales['OrderDetailsOut'];
  held: OfInventory['ReservationOut'][];
  standing: OfInventory['StandingOut'][];
  packages: OfInventory['PackageOut'][];
  wave: string | null; // the open wave that picks it
  stopped: string | null; // why nobody may pick or ship it
}

/** All that the shipping of one order needs: the order as sales knows it, the goods as the warehouse does. */
export function useOrderToShip(id: string): { data: Shipping | undefined; error: unknown; refetch: () => void } {
  const query = { sales_order_id: id };
  const order = hooks.useQuery('get', '/api/sales/v1/orders/{order_id}', { params: { path: { order_id: id } } });
  const held = hooks.useQuery('get', '/api/inventory/v1/reservations', { params: { query: { ...query, limit: 200 } } });
  const standing = hooks.useQuery('get', '/api/inventory/v1/picked', { params: { query } });
  const packages = hooks.useQuery('get', '/api/inventory/v1/packages', { params: { query } });
  const stage = hooks.useQuery('get', '/api/inventory/v1/orders-to-ship', { params: { query } });
  const all = [order, held, standing, packages, stage];
  const [first] = stage.data?.items ?? [];
  const data =
    order.data && held.data && standing.data && packages.data && stage.data
      ? {
          order: order.data,
          held: held.data.items,
          standing: standing.data.items,
          packages: packages.data.items,
          wave: first?.wave_id ?? null,
          stopped: first?.stopped ?? null,
        }
      : undefined;
  return {
    data,
    error: all.find(({ error }) => error)?.error ?? null,
    refetch: () => all.forEach((each) => void each.refetch()),
  };
}
