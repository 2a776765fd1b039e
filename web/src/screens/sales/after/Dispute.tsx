import { Alert, Anchor, Button } from '@mantine/core';
import { IconCheck, IconHourglass, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { sumOf } from '~/ui/decimals';
import { Facts } from '~/ui/Facts';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { decimalOf } from '~/ui/form/decimals';
import { Table } from '~/ui/list/Table';
import { PartnerName } from '~/ui/Name';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { StatusBadge } from '~/ui/StatusBadge';
import { Trouble } from '~/ui/Trouble';
import { useAct } from '~/ui/useAct';

import { CreditNotes } from './CreditNotes';
import { Goods } from './Goods';
import { DecideHere } from './DecideHere';

/** One dispute: what is claimed line by line, and what of it is credited. */
export default function Dispute() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const params = { path: { dispute_id: id } };
  const query = hooks.useQuery('get', '/api/sales/v1/price-disputes/{dispute_id}', { params });
  const { data: dispute, error } = query;
  const order = hooks.useQuery(
    'get',
    '/api/sales/v1/orders/{order_id}',
    { params: { path: { order_id: dispute?.order_id ?? '' } } },
    { enabled: dispute !== undefined },
  );
  useDocumentName(dispute?.number);
  if (error) {
    return <PageTrouble title={t('screens.priceDispute')} error={error} onRetry={() => void query.refetch()} />;
  }
  if (!dispute || !order.data) return <PageSkeleton />;
  return <Settling dispute={dispute} order={order.data} />;
}

interface Props {
  dispute: OfSales['DisputeDetailsOut'];
  order: OfSales['OrderDetailsOut'];
}

function Settling({ dispute, order }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const [amounts, setAmounts] = useState<Record<string, string>>({}); // what is credited, where it is not all
  const [isRejecting, setIsRejecting] = useState(false);
  const products = new Map(order.lines.map((line) => [line.id, line.product_id]));
  const params = { path: { dispute_id: dispute.id } };
  const isOpen = dispute.status === 'open';
  const maySettle = isOpen && may('sales.disputes.settle');
  const money = (value: string) => format.money(value, order.currency);
  const lines = Object.entries(amounts).flatMap(([shipment_line_id, typed]) => {
    const amount = decimalOf(typed);
    return amount === null ? [] : [{ shipment_line_id, amount }];
  });
  const isRead = lines.length === Object.keys(amounts).length;
  const said = new Map(lines.map((line) => [line.shipment_line_id, line.amount]));
  const credit = dispute.lines.map((line) =>
    isOpen ? (said.get(line.shipment_line_id) ?? line.claimed) : line.credit,
  );
  const settle = useAct({
    act: () => api.POST('/api/sales/v1/price-disputes/{dispute_id}/settle', { params, body: { comment: '', lines } }),
    done: () => t('returns.settled', { number: dispute.number }),
  });
  const reject = useAct({
    act: (reason: string) => api.POST('/api/sales/v1/price-disputes/{dispute_id}/reject', { params, body: { reason } }),
    done: () => t('returns.disputeRejected', { number: dispute.number }),
  });
  return (
    <Page
      title={dispute.number}
      badges={<StatusBadge list="priceDispute" value={dispute.status} />}
      note={
        <>
          <PartnerName id={dispute.customer_id} isLink /> · {dispute.reason}
        </>
      }
      actions={
        <>
          {maySettle ? (
            <>
              <Button
                size="sm"
                variant="default"
                leftSection={<IconX size={16} />}
                onClick={() => setIsRejecting(true)}
              >
                {t('returns.reject')}
              </Button>
              <Button
                size="sm"
                leftSection={<IconCheck size={16} />}
                disabled={!isRead}
                loading={settle.isPending}
                onClick={() => settle.mutate()}
              >
                {t('returns.settle', { amount: money(sumOf(credit)) })}
              </Button>
            </>
          ) : null}
          {dispute.status === 'awaiting-approval' ? <DecideHere document={dispute.id} /> : null}
        </>
      }
    >
      {settle.error ? <Trouble error={settle.error} /> : null}
      {dispute.status === 'awaiting-approval' ? (
        <Alert color="orange" icon={<IconHourglass size={18} />} mb="md">
          {t('returns.creditAwaits')}
        </Alert>
      ) : null}
      <Columns
        main={
          <Card title={t('orders.lines')} isFlush>
            <Table
              label={t('orders.lines')}
              rows={dispute.lines}
              rowKey={(it) => it.shipment_line_id}
              columns={[
                {
                  key: 'sku',
                  title: t('common.product'),
                  cell: (it) => <Goods line={{ sku: it.sku, product_id: products.get(it.order_line_id) ?? '' }} />,
                  text: () => '',
                  onPhone: 'title',
                },
                {
                  key: 'quantity',
                  title: t('common.quantity'),
                  cell: (it) => format.number(it.quantity),
                  text: () => '',
                  isFigure: true,
                  onPhone: 'line',
                },
                {
                  key: 'price',
                  title: t('returns.billedPrice'),
                  cell: (it) => money(it.unit_price),
                  text: () => '',
                  isFigure: true,
                  onPhone: 'line',
                },
                {
                  key: 'claimedPrice',
                  title: t('returns.claimedPrice'),
                  cell: (it) => money(it.claimed_unit_price),
                  text: () => '',
                  isFigure: true,
                  onPhone: 'line',
                },
                {
                  key: 'claimed',
                  title: t('returns.claimed'),
                  cell: (it) => money(it.claimed),
                  text: () => '',
                  isFigure: true,
                  onPhone: 'side',
                },
                {
                  key: 'credit',
                  title: t('returns.credited'),
                  cell: (it) =>
                    maySettle ? (
                      <DecimalInput
                        w={120}
                        aria-label={t('returns.creditOf', { sku: it.sku })}
                        placeholder={money(it.claimed)}
                        value={amounts[it.shipment_line_id] ?? ''}
                        onChange={(amount) =>
                          setAmounts((before) =>
                            Object.fromEntries(
                              Object.entries({ ...before, [it.shipment_line_id]: amount }).filter(([, typed]) => typed),
                            ),
                          )
                        }
                      />
                    ) : (
                      money(it.credit)
                    ),
                  text: () => '',
                  isFigure: true,
                  onPhone: 'line',
                },
              ]}
            />
          </Card>
        }
        aside={
          <>
            <Card title={t('screens.priceDispute')}>
              <Facts
                rows={[
                  [
                    t('screens.order'),
                    <Anchor component={Link} to={`/orders/${order.id}`} key="order">
                      {order.number}
                    </Anchor>,
                  ],
                  [t('returns.claimed'), money(sumOf(dispute.lines.map((line) => line.claimed)))],
                  [t('returns.credited'), isOpen ? null : money(sumOf(credit))],
                ]}
              />
            </Card>
            <CreditNotes notes={dispute.credit_notes} currency={order.currency} />
          </>
        }
      />
      <ReasonDialog
        title={t('returns.reject')}
        hint={t('returns.rejectHint')}
        isOpen={isRejecting}
        isBusy={reject.isPending}
        onClose={() => setIsRejecting(false)}
        onGive={(reason) => reject.mutate(reason, { onSuccess: () => setIsRejecting(false) })}
      />
    </Page>
  );
}
