import { Alert, Button, Text } from '@mantine/core';
import { IconCheck, IconHandStop, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { StatusBadge } from '~/ui/StatusBadge';
import { useAct } from '~/ui/useAct';

import { Differences } from './Differences';
import { MoneyEffect, StockEffect } from './Effect';

/** A revision before it counts: what it changes of price, margin, credit and stock. */
export default function Revision() {
  const { t } = useTranslation();
  const { id = '', revision = '' } = useParams();
  const params = { path: { order_id: id, revision_id: revision } };
  const order = hooks.useQuery('get', '/api/sales/v1/orders/{order_id}', { params: { path: { order_id: id } } });
  const head = hooks.useQuery('get', '/api/sales/v1/orders/{order_id}/revisions/{revision_id}', { params });
  const isOpen = head.data?.status === 'proposed';
  const weighed = hooks.useQuery(
    'post',
    '/api/sales/v1/orders/{order_id}/revisions/{revision_id}/preview',
    { params, body: {} },
    { enabled: isOpen, staleTime: 0 },
  );
  useDocumentName(order.data?.number);
  const error = order.error ?? head.error ?? weighed.error;
  if (error) {
    const retry = () => void Promise.all([order.refetch(), head.refetch(), weighed.refetch()]);
    return <PageTrouble title={t('screens.revision')} error={error} onRetry={retry} />;
  }
  if (!order.data || !head.data || (isOpen && !weighed.data)) return <PageSkeleton />;
  const effect = isOpen ? weighed.data : undefined;
  return (
    <Page
      title={t('amend.revision', { order: order.data.number, number: head.data.number })}
      badges={<StatusBadge list="revisionStatus" value={head.data.status} />}
      note={head.data.reason}
      actions={effect ? <Decide effect={effect} /> : null}
    >
      {effect?.credit?.refusal ? (
        <Alert color="red" icon={<IconHandStop size={18} />} mb="md">
          {t('amend.noCredit')}
        </Alert>
      ) : null}
      <Columns
        main={
          <>
            <Differences items={head.data.differences} currency={order.data.currency} />
            {effect ? <StockEffect lines={effect.stock} /> : null}
          </>
        }
        aside={
          effect ? (
            <MoneyEffect effect={effect} currency={order.data.currency} />
          ) : (
            <Text c="dimmed">{t('amend.decided')}</Text>
          )
        }
      />
    </Page>
  );
}

const READ_AGAIN = [['get'], ['list']]; // what was weighed is decided: it cannot be weighed again

function Decide({ effect }: { effect: OfSales['RevisionOut'] }) {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const [isRejecting, setIsRejecting] = useState(false);
  const path = { order_id: effect.order_id, revision_id: effect.id };
  const asks = effect.verdict === 'needs-approval';
  const back = () => navigate(`/orders/${effect.order_id}`);
  const accept = useAct({
    act: async () => {
      const params = { path, header: { 'if-match': `"${effect.order_version}"` } };
      await api.POST('/api/sales/v1/orders/{order_id}/revisions/{revision_id}/accept', { params, body: {} });
      await back();
    },
    done: () => t(asks ? 'amend.asked' : 'amend.accepted'),
    changes: READ_AGAIN,
  });
  const reject = useAct({
    act: async (reason: string) => {
      const body = { reason };
      await api.POST('/api/sales/v1/orders/{order_id}/revisions/{revision_id}/reject', { params: { path }, body });
      await back();
    },
    done: () => t('amend.givenUp'),
    changes: READ_AGAIN,
  });
  return (
    <>
      {may('sales.orders.write') ? (
        <Button size="sm" variant="default" leftSection={<IconX size={16} />} onClick={() => setIsRejecting(true)}>
          {t('amend.giveUp')}
        </Button>
      ) : null}
      {may('sales.orders.confirm') ? (
        <Button
          size="sm"
          leftSection={<IconCheck size={16} />}
          loading={accept.isPending}
          onClick={() => accept.mutate()}
        >
          {t(asks ? 'entry.ask' : 'amend.accept')}
        </Button>
      ) : null}
      <ReasonDialog
        title={t('amend.giveUp')}
        hint={t('amend.giveUpHint')}
        isOpen={isRejecting}
        isBusy={reject.isPending}
        onClose={() => setIsRejecting(false)}
        onGive={(reason) => reject.mutate(reason)}
      />
    </>
  );
}
