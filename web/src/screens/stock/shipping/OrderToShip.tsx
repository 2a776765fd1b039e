import { Alert, Button, Text } from '@mantine/core';
import { IconHandStop, IconListCheck, IconTruckDelivery } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';

import { api } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { PartnerName } from '~/ui/Name';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { Trouble } from '~/ui/Trouble';

import { HeldLines } from './HeldLines';
import { Packages } from './Packages';
import { Packing } from './Packing';
import { looseOf } from './parcel';
import { useOrderToShip, type Shipping } from './useOrder';

/** One order from the shelf to the lorry: pick, pack, ship; what is missing stays on order with its new date. */
export default function OrderToShip() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { data, error, refetch } = useOrderToShip(id);
  useDocumentName(data?.order.number);
  if (error) return <PageTrouble title={t('screens.ship')} error={error} onRetry={refetch} />;
  if (!data) return <PageSkeleton />;
  return <Shipped shipping={data} />;
}

function Shipped({ shipping }: { shipping: Shipping }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const may = useMay();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { order, held, standing, packages, wave, stopped } = shipping;
  const loose = looseOf(standing);
  const standingOf = new Map(standing.map((it) => [it.sales_order_line_id, it.quantity]));
  const canPick = held.some((it) => Number(it.quantity_reserved) > Number(standingOf.get(it.sales_order_line_id) ?? 0));
  const closed = packages.filter(({ state }) => state === 'closed');
  const pick = useMutation({
    mutationFn: async () => {
      const body = { warehouse: order.warehouse, sales_order_ids: [order.id], complete_only: false, max_orders: 1 };
      return (await api.POST('/api/inventory/v1/waves', { body })).data;
    },
    onSuccess: async (made) => {
      await queries.invalidateQueries();
      if (made) await navigate(`/waves/${made.id}`);
    },
  });
  const ship = useMutation({
    mutationFn: async () =>
      (await api.POST('/api/inventory/v1/shipments/packed', { body: { sales_order_id: order.id } })).data,
    onSuccess: async (made) => {
      await queries.invalidateQueries();
      if (made) await navigate(`/shipments/${made.id}`);
    },
  });
  const refused = pick.error ?? ship.error;
  return (
    <Page
      title={`${t('screens.ship')} ${order.number}`}
      note={<PartnerName id={order.customer_id} />}
      actions={
        <>
          {wave ? (
            <Button component={Link} to={`/waves/${wave}`} size="sm" leftSection={<IconListCheck size={16} />}>
              {t('shipping.goOn')}
            </Button>
          ) : canPick && may('inventory.picks.write') ? (
            <Button
              size="sm"
              variant={closed.length > 0 ? 'default' : 'filled'}
              leftSection={<IconListCheck size={16} />}
              loading={pick.isPending}
              disabled={stopped !== null}
              onClick={() => pick.mutate()}
            >
              {t('shipping.pick')}
            </Button>
          ) : null}
          {closed.length > 0 && may('inventory.shipments.write') ? (
            <Button
              size="sm"
              leftSection={<IconTruckDelivery size={16} />}
              loading={ship.isPending}
              disabled={stopped !== null}
              onClick={() => ship.mutate()}
            >
              {t('shipping.ship', { count: closed.length })}
            </Button>
          ) : null}
        </>
      }
    >
      <Columns
        main={
          <>
            {refused ? <Trouble error={refused} /> : null}
            {stopped ? (
              <Alert color="red" variant="outline" icon={<IconHandStop size={18} />} title={t('shipping.stopped')}>
                {stopped}
              </Alert>
            ) : null}
            <HeldLines order={order} held={held} standing={standingOf} />
            {loose.length > 0 ? (
              <Packing key={loose.map(({ key, quantity }) => key + quantity).join()} order={order.id} loose={loose} />
            ) : null}
            <Packages packages={packages} />
          </>
        }
        aside={
          <Card title={t('orders.delivery')}>
            <Facts
              rows={[
                [t('common.site'), order.warehouse],
                [t('orders.policy'), word('delivery', order.delivery)],
                [t('orders.requested'), order.requested_on && format.date(order.requested_on)],
                [t('orders.reference'), order.customer_reference],
              ]}
            />
            {order.deliver_to ? (
              <Text size="sm" mt={4} style={{ whiteSpace: 'pre-line' }}>
                {order.deliver_to}
              </Text>
            ) : null}
          </Card>
        }
      />
    </Page>
  );
}
