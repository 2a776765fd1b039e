import { Button } from '@mantine/core';
import { IconCheck, IconLockOpen, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import type { Job } from '~/ui/bulk/job';
import { PrintMany } from '~/ui/bulk/PrintMany';
import { useConcerned } from '~/ui/bulk/useConcerned';
import { useTotal } from '~/ui/bulk/useTotal';

import { canCancel, canConfirm, cancel, confirm, isHeld, release, type Order } from './manyOrders';

interface Props {
  orders: readonly Order[];
  ask: (job: Job<Order>) => void;
  keep: (left?: readonly Order[]) => void;
}

/** What may be done to the ticked orders: each act to those of them that it concerns. */
export function OrderBulk({ orders, ask, keep }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  const totalOf = useTotal();
  const hintOf = useConcerned();
  const drafts = orders.filter(canConfirm);
  const held = orders.filter(isHeld);
  const ending = orders.filter(canCancel);
  const common = (rows: readonly Order[], text: string) => ({
    rows,
    hint: hintOf(text, rows, orders),
    nameOf: (it: Order) => `${it.number} · ${it.customer_name ?? ''}`,
    total: totalOf(rows.map(({ net, currency }) => [net, currency])),
    settled: keep,
  });
  return (
    <>
      {drafts.length > 0 && may('sales.orders.confirm') ? (
        <Button
          size="sm"
          leftSection={<IconCheck size={16} />}
          onClick={() =>
            ask({
              ...common(drafts, t('bulk.orders.confirmHint')),
              title: t('bulk.orders.confirm', { count: drafts.length }),
              act: async (order) => {
                const confirmed = await confirm(order);
                return confirmed?.status === 'awaiting-approval' ? t('bulk.orders.waits') : null;
              },
              done: (count) => t('bulk.orders.confirmed', { count }),
            })
          }
        >
          {t('bulk.orders.confirm', { count: drafts.length })}
        </Button>
      ) : null}
      {held.length > 0 && may('sales.orders.confirm') ? (
        <Button
          size="sm"
          variant="default"
          leftSection={<IconLockOpen size={16} />}
          onClick={() =>
            ask({
              ...common(held, t('bulk.orders.releaseHint')),
              title: t('bulk.orders.release', { count: held.length }),
              reason: 'optional',
              act: async (order, reason) => ((await release(order, reason)) === 'asked' ? t('bulk.orders.held') : null),
              done: (count) => t('bulk.orders.released', { count }),
            })
          }
        >
          {t('bulk.orders.release', { count: held.length })}
        </Button>
      ) : null}
      <PrintMany
        label={t('bulk.print')}
        name="orders.pdf"
        count={orders.length}
        load={(language) =>
          api.POST('/api/sales/v1/orders/papers', {
            body: { ids: orders.map(({ id }) => id), language },
            parseAs: 'blob',
          })
        }
      />
      {ending.length > 0 && may('sales.orders.write') ? (
        <Button
          size="sm"
          variant="default"
          color="red"
          c="red"
          leftSection={<IconX size={16} />}
          onClick={() =>
            ask({
              ...common(ending, t('bulk.orders.cancelHint')),
              title: t('bulk.orders.cancel', { count: ending.length }),
              reason: 'required',
              isFinal: true,
              act: async (order, reason) => {
                await cancel(order, reason);
                return null;
              },
              done: (count) => t('bulk.orders.cancelled', { count }),
            })
          }
        >
          {t('bulk.orders.cancel', { count: ending.length })}
        </Button>
      ) : null}
    </>
  );
}
