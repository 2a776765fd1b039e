import { Alert, Button, Stack, Table } from '@mantine/core';
import { IconCircleCheck, IconHourglass } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';

import { api, hooks } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { sumOf } from '~/ui/decimals';
import { Facts } from '~/ui/Facts';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { PaperButton } from '~/ui/PaperButton';

import { ArticleLink } from '../ArticleLink';
import { useBasket } from '../basket/store';
import { GiveUp } from './GiveUp';
import { OrderStatus } from './OrderStatus';
import { Progress } from './Progress';

type Details = OfSales['OrderDetailsOut'];

/** One order of the customer: what left, what is still to come and when. */
export default function Order() {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const may = useMay();
  const { add } = useBasket();
  const [address] = useSearchParams();
  const { id = '' } = useParams();
  const params = { path: { order_id: id } };
  const { data: order, error, refetch } = hooks.useQuery('get', '/api/sales/v1/orders/{order_id}', { params });
  if (error) return <PageTrouble title={t('portal.orders.one')} error={error} onRetry={() => void refetch()} />;
  if (!order) return <PageSkeleton />;
  const waits = order.status === 'awaiting-approval' || order.hold_cause !== null;
  const again = () => {
    add(
      order.lines
        .filter((it) => !it.kit)
        .map((it) => ({ product: it.product_id, packaging: '', quantity: it.quantity })),
    );
    void navigate('/basket');
  };
  return (
    <Page
      title={order.number}
      badges={
        <OrderStatus
          status={order.status}
          isHeld={order.hold_cause !== null}
          isForColleague={order.spending_breach !== null}
        />
      }
      note={[format.date(order.ordered_on), order.customer_reference].filter(Boolean).join(' · ')}
      actions={
        <>
          <PaperButton
            name={`${order.number}.pdf`}
            load={() => api.GET('/api/sales/v1/orders/{order_id}/paper', { params, parseAs: 'blob' })}
          />
          {may('sales.orders.write') ? (
            <Button size="sm" variant="default" onClick={again}>
              {t('portal.orders.again')}
            </Button>
          ) : null}
          {order.status === 'awaiting-approval' && may('sales.orders.write') ? (
            <GiveUp id={id} number={order.number} />
          ) : null}
          {order.shipments.length > 0 && may('sales.returns.write') ? (
            <Button size="sm" variant="default" component={Link} to={`/returns/new/${id}`}>
              {t('portal.returns.ask')}
            </Button>
          ) : null}
        </>
      }
    >
      {address.has('placed') && !waits ? (
        <Alert color="green" role="status" mb="md" icon={<IconCircleCheck size={18} />}>
          {t('portal.orders.placed', { number: order.number })}
        </Alert>
      ) : null}
      {waits ? (
        <Alert color="orange" role="status" mb="md" icon={<IconHourglass size={18} />}>
          {order.spending_breach ? t('portal.orders.waitsForColleague') : t('portal.orders.waits')}
        </Alert>
      ) : null}
      <Columns main={<Lines order={order} />} aside={<Aside order={order} />} />
    </Page>
  );
}

function Lines({ order }: { order: Details }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Card title={t('orders.lines')} isFlush>
      <Table.ScrollContainer minWidth={560} scrollAreaProps={{ tabIndex: 0, 'aria-label': t('orders.lines') }}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('portal.article')}</Table.Th>
              <Table.Th ta="right">{t('portal.orders.ordered')}</Table.Th>
              <Table.Th ta="right">{t('portal.orders.shipped')}</Table.Th>
              <Table.Th ta="right">{t('portal.orders.rest')}</Table.Th>
              <Table.Th style={{ whiteSpace: 'nowrap' }}>{t('portal.orders.promised')}</Table.Th>
              <Table.Th ta="right">{t('common.net')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {order.lines.map((it) => (
              <Table.Tr key={it.id}>
                <Table.Td>
                  <ArticleLink line={it} />
                </Table.Td>
                <Table.Td ta="right">{format.number(it.quantity)}</Table.Td>
                <Table.Td ta="right">{format.number(it.quantity_shipped)}</Table.Td>
                <Table.Td ta="right">{format.number(sumOf([it.quantity, `-${it.quantity_shipped}`]))}</Table.Td>
                <Table.Td>{format.date(it.promised_on)}</Table.Td>
                <Table.Td ta="right" className="figure">
                  {format.money(it.net, order.currency)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  );
}

function Aside({ order }: { order: Details }) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  return (
    <Stack gap="md">
      <Card title={t('orders.amounts')}>
        <Facts
          rows={[
            ...order.charges.map((it) => [it.label, format.money(it.amount, order.currency)] as const),
            [t('common.net'), format.money(order.net, order.currency)],
            [t('common.gross'), order.gross ? format.money(order.gross, order.currency) : null],
          ]}
        />
      </Card>
      <Progress order={order} />
      {order.invoices.length > 0 && may('accounting.invoices.read') ? (
        <Card title={t('portal.menu.invoices')}>
          <Facts rows={order.invoices.map((it) => [it.number, format.money(it.gross, order.currency)])} />
        </Card>
      ) : null}
    </Stack>
  );
}
