import { Button, Menu } from '@mantine/core';
import {
  IconCalendarRepeat,
  IconCheck,
  IconDots,
  IconEdit,
  IconHandStop,
  IconLock,
  IconMessage2Dollar,
  IconRefresh,
  IconTruckReturn,
  IconX,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { PaperMenu } from '~/ui/PaperMenu';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { useAct } from '~/ui/useAct';

type Details = OfSales['OrderDetailsOut'];
type Ending = 'cancel' | 'close';

const CANCELLABLE = new Set(['draft', 'awaiting-approval', 'confirmed']);
const CLOSABLE = new Set(['partially-shipped']);
const AMENDABLE = new Set(['confirmed', 'partially-shipped']);

/** What may be done to the order now, by this person. */
export function OrderActions({ order }: { order: Details }) {
  const { t } = useTranslation();
  const may = useMay();
  const [ending, setEnding] = useState<Ending | null>(null);
  const { number } = order;
  const params = { path: { order_id: order.id }, header: { 'if-match': `"${order.version}"` } };

  const confirm = useAct({
    act: () => api.POST('/api/sales/v1/orders/{order_id}/confirm', { params, body: { without_credit: 'refuse' } }),
    done: () => t('orders.confirmed', { number }),
  });
  const askRelease = useAct({
    act: () => api.POST('/api/sales/v1/orders/{order_id}/confirm', { params, body: { without_credit: 'ask-release' } }),
    done: () => t('orders.releaseAsked', { number }),
  });
  const recheck = useAct({ act: () => api.POST('/api/sales/v1/orders/{order_id}/check-credit', { params }) });
  const promise = useAct({
    act: () => api.POST('/api/sales/v1/orders/{order_id}/promises', { params, body: {} }),
    done: () => t('amend.promisedAnew'),
  });
  const end = useAct<{ how: Ending; reason: string }>({
    act: ({ how, reason }) =>
      how === 'cancel'
        ? api.POST('/api/sales/v1/orders/{order_id}/cancel', { params, body: { reason } })
        : api.POST('/api/sales/v1/orders/{order_id}/close', { params, body: { reason } }),
    done: ({ how }) => t(how === 'cancel' ? 'orders.cancelled' : 'orders.closed', { number }),
  });

  const isDraft = order.status === 'draft';
  const mayConfirm = may('sales.orders.confirm');
  const endings: Ending[] = may('sales.orders.write')
    ? [
        ...(CANCELLABLE.has(order.status) ? (['cancel'] as const) : []),
        ...(CLOSABLE.has(order.status) ? (['close'] as const) : []),
      ]
    : [];
  const isShort = order.lines.some((line) => Number(line.quantity_backordered) > 0);
  const canPromise = isShort && AMENDABLE.has(order.status) && may('sales.orders.write');
  const canReturn = order.shipments.length > 0 && may('sales.returns.write');
  const hasMenu = endings.length > 0 || canReturn || canPromise || (order.hold && mayConfirm);
  return (
    <>
      <PaperMenu
        name={`${number}.pdf`}
        load={(language) =>
          api.GET('/api/sales/v1/orders/{order_id}/paper', {
            params: { path: params.path, query: { language } },
            parseAs: 'blob',
          })
        }
      />
      {may('sales.orders.write') && (isDraft || AMENDABLE.has(order.status)) ? (
        <Button
          component={Link}
          to={`/orders/${order.id}/${isDraft ? 'edit' : 'amend'}`}
          size="sm"
          variant="default"
          leftSection={<IconEdit size={16} />}
        >
          {t('amend.change')}
        </Button>
      ) : null}
      {isDraft && order.hold && mayConfirm ? (
        <Button
          size="sm"
          variant="default"
          leftSection={<IconHandStop size={16} />}
          loading={askRelease.isPending}
          onClick={() => askRelease.mutate()}
        >
          {t('orders.askRelease')}
        </Button>
      ) : null}
      {isDraft && mayConfirm ? (
        <Button
          size="sm"
          leftSection={<IconCheck size={16} />}
          loading={confirm.isPending}
          onClick={() => confirm.mutate()}
        >
          {t('orders.confirm')}
        </Button>
      ) : null}
      {hasMenu ? (
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <Button size="sm" variant="default" px={8} aria-label={t('palette.actions')}>
              <IconDots size={18} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {order.hold && mayConfirm ? (
              <Menu.Item leftSection={<IconRefresh size={16} />} onClick={() => recheck.mutate()}>
                {t('orders.recheck')}
              </Menu.Item>
            ) : null}
            {canPromise ? (
              <Menu.Item leftSection={<IconCalendarRepeat size={16} />} onClick={() => promise.mutate()}>
                {t('amend.promiseAnew')}
              </Menu.Item>
            ) : null}
            {canReturn ? (
              <>
                <Menu.Item
                  component={Link}
                  to={`/returns/new?order=${order.id}`}
                  leftSection={<IconTruckReturn size={16} />}
                >
                  {t('returns.create')}
                </Menu.Item>
                <Menu.Item
                  component={Link}
                  to={`/price-disputes/new?order=${order.id}`}
                  leftSection={<IconMessage2Dollar size={16} />}
                >
                  {t('returns.dispute')}
                </Menu.Item>
              </>
            ) : null}
            {endings.map((how) => (
              <Menu.Item
                key={how}
                color="red"
                leftSection={how === 'cancel' ? <IconX size={16} /> : <IconLock size={16} />}
                onClick={() => setEnding(how)}
              >
                {t(how === 'cancel' ? 'orders.cancel' : 'orders.close')}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      <ReasonDialog
        title={t(ending === 'close' ? 'orders.close' : 'orders.cancel')}
        hint={t(ending === 'close' ? 'orders.closeHint' : 'orders.cancelHint')}
        isOpen={ending !== null}
        isBusy={end.isPending}
        onClose={() => setEnding(null)}
        onGive={(reason) => {
          if (ending) end.mutate({ how: ending, reason }, { onSuccess: () => setEnding(null) });
        }}
      />
    </>
  );
}
