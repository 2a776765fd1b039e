import { Alert, Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import type { OfPurchasing } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Table } from '~/ui/list/Table';
import { ProductName } from '~/ui/Name';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { useAct } from '~/ui/useAct';

type Difference = OfPurchasing['DifferenceOut'];

/** Not the revision itself: once it is decided, it is beside nothing any more. */
const CHANGED = [
  ['get', '/api/purchasing/v1/purchase-orders/{order_id}'],
  ['get', '/api/purchasing/v1/purchase-orders/{order_id}/revisions'],
  ['list'],
];

/** A change that somebody proposed and nobody decided on: what was, what would be, and the money it makes. */
export function OpenRevision({ order }: { order: OfPurchasing['OrderOut'] }) {
  const params = { path: { order_id: order.id } };
  const { data } = hooks.useQuery('get', '/api/purchasing/v1/purchase-orders/{order_id}/revisions', { params });
  const open = data?.items.find(({ status }) => status === 'proposed' || status === 'awaiting-approval');
  return open ? <Shown id={open.id} currency={order.currency} /> : null;
}

function Shown({ id, currency }: { id: string; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const may = useMay();
  const [isRejecting, setRejecting] = useState(false);
  const params = { path: { revision_id: id } };
  const { data: revision } = hooks.useQuery('get', '/api/purchasing/v1/revisions/{revision_id}', { params });
  const submit = useAct({
    changes: CHANGED,
    act: () => api.POST('/api/purchasing/v1/revisions/{revision_id}/submit', { params, body: {} }),
    done: () => t('revision.submitted'),
  });
  const reject = useAct<string>({
    changes: CHANGED,
    act: (reason) => api.POST('/api/purchasing/v1/revisions/{revision_id}/reject', { params, body: { reason } }),
    done: () => t('revision.rejected'),
  });
  if (!revision) return null;
  const shown = (field: string, value: string | null) => {
    if (value === null) return '–';
    if (field === 'expected_on') return format.date(value);
    return field === 'unit_price' ? format.money(value, currency) : format.number(value);
  };
  return (
    <Alert
      color="orange"
      variant="outline"
      title={t(revision.source === 'supplier' ? 'revision.bySupplier' : 'revision.open', { number: revision.number })}
    >
      <Text size="sm" mb="xs">
        {revision.reason}
      </Text>
      <Table<Difference>
        label={t('revision.differences')}
        rows={revision.differences}
        rowKey={(it) => `${it.line_id} ${it.field}`}
        columns={[
          {
            key: 'product',
            title: t('common.product'),
            cell: (it) => <ProductName id={it.product_id} />,
            text: () => '',
            onPhone: 'title',
          },
          { key: 'field', title: t('revision.what'), cell: (it) => word('orderField', it.field), text: () => '' },
          {
            key: 'before',
            title: t('revision.before'),
            cell: (it) => <s>{shown(it.field, it.before)}</s>,
            text: () => '',
            isFigure: true,
            onPhone: 'line',
          },
          {
            key: 'after',
            title: t('revision.after'),
            cell: (it) => <b>{shown(it.field, it.after)}</b>,
            text: () => '',
            isFigure: true,
            onPhone: 'side',
          },
        ]}
      />
      <Group justify="space-between" mt="sm">
        <Text className="figure">
          {t('revision.committed', {
            before: format.money(revision.committed_before, currency),
            after: format.money(revision.committed_after, currency),
          })}
        </Text>
        {revision.status === 'proposed' ? (
          <Group gap="xs">
            {may('purchasing.orders.write') ? (
              <Button variant="default" onClick={() => setRejecting(true)}>
                {t('revision.reject')}
              </Button>
            ) : null}
            {may('purchasing.orders.submit') ? (
              <Button loading={submit.isPending} onClick={() => submit.mutate()}>
                {t('revision.accept')}
              </Button>
            ) : null}
          </Group>
        ) : (
          <Text c="dimmed">{t('orders.awaiting')}</Text>
        )}
      </Group>
      <ReasonDialog
        title={t('revision.reject')}
        hint={t('revision.rejectHint')}
        isOpen={isRejecting}
        isBusy={reject.isPending}
        onClose={() => setRejecting(false)}
        onGive={(reason) => reject.mutate(reason, { onSuccess: () => setRejecting(false) })}
      />
    </Alert>
  );
}
