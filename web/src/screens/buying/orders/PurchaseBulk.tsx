import { Button } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfPurchasing } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import type { Job } from '~/ui/bulk/job';
import { useConcerned } from '~/ui/bulk/useConcerned';
import { useTotal } from '~/ui/bulk/useTotal';
import { partnerTexts } from '~/ui/list/texts';

export type Order = OfPurchasing['OrderSummary'];

const CANCELLABLE = new Set<Order['status']>(['draft', 'awaiting-approval', 'placed']);

interface Props {
  orders: readonly Order[];
  ask: (job: Job<Order>) => void;
  keep: (left?: readonly Order[]) => void;
}

/** What may be done to the ticked purchase orders: each act to those of them that it concerns. */
export function PurchaseBulk({ orders, ask, keep }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  const totalOf = useTotal();
  const hintOf = useConcerned();
  const drafts = orders.filter(({ status }) => status === 'draft');
  const ending = orders.filter(({ status }) => CANCELLABLE.has(status));
  const common = async (rows: readonly Order[], text: string) => {
    const names = await partnerTexts(rows.map((it) => it.supplier_id));
    return {
      rows,
      hint: hintOf(text, rows, orders),
      nameOf: (it: Order) => `${it.number} · ${names.get(it.supplier_id) ?? ''}`,
      total: totalOf(rows.map(({ net, currency }) => [net, currency])),
      settled: keep,
    };
  };
  const askSubmit = async () =>
    ask({
      ...(await common(drafts, t('bulk.purchases.submitHint'))),
      title: t('bulk.purchases.submit', { count: drafts.length }),
      act: async ({ id }) => {
        const params = { path: { order_id: id } };
        const { data } = await api.POST('/api/purchasing/v1/purchase-orders/{order_id}/submit', { params, body: {} });
        return data?.status === 'awaiting-approval' ? t('bulk.purchases.waits') : null;
      },
      done: (count) => t('bulk.purchases.submitted', { count }),
    });
  const askCancel = async () =>
    ask({
      ...(await common(ending, t('bulk.purchases.cancelHint'))),
      title: t('bulk.purchases.cancel', { count: ending.length }),
      reason: 'required',
      isFinal: true,
      act: async ({ id }, reason) => {
        const params = { path: { order_id: id } };
        await api.POST('/api/purchasing/v1/purchase-orders/{order_id}/cancel', { params, body: { reason } });
        return null;
      },
      done: (count) => t('bulk.purchases.cancelled', { count }),
    });
  return (
    <>
      {drafts.length > 0 && may('purchasing.orders.submit') ? (
        <Button size="sm" leftSection={<IconCheck size={16} />} onClick={() => void askSubmit()}>
          {t('bulk.purchases.submit', { count: drafts.length })}
        </Button>
      ) : null}
      {ending.length > 0 && may('purchasing.orders.write') ? (
        <Button size="sm" variant="default" c="red" leftSection={<IconX size={16} />} onClick={() => void askCancel()}>
          {t('bulk.purchases.cancel', { count: ending.length })}
        </Button>
      ) : null}
    </>
  );
}
