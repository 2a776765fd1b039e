import { Button, Group, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { IconLock, IconShoppingCartPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { faultOf } from '~/ui/form/faults';
import { WarehousePicker } from '~/ui/form/WarehousePicker';
import { PartnerName } from '~/ui/Name';
import { Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { StatusBadge } from '~/ui/StatusBadge';
import { Trouble } from '~/ui/Trouble';
import { useAct } from '~/ui/useAct';

import { AgreedLines } from './AgreedLines';
import { calledLines, standing } from './calls';

/** One agreement: what is called off, left and shipped, and the next order of it. */
export default function Blanket() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const query = hooks.useQuery('get', '/api/sales/v1/blanket-orders/{blanket_id}', {
    params: { path: { blanket_id: id } },
  });
  useDocumentName(query.data?.number);
  if (query.error) {
    return <PageTrouble title={t('screens.blanket')} error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (!query.data) return <PageSkeleton />;
  return <Agreement blanket={query.data} />;
}

function Agreement({ blanket }: { blanket: OfSales['BlanketOut'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [warehouse, setWarehouse] = useState('');
  const [reference, setReference] = useState('');
  const [requestedOn, setRequestedOn] = useState('');
  const [isEnding, setIsEnding] = useState(false);
  const state = standing(blanket, new Date().toISOString().slice(0, 10));
  const mayCall = state === 'active' && may('sales.orders.confirm');
  const params = { path: { blanket_id: blanket.id } };
  const lines = calledLines(blanket.lines, typed);
  const call = useMutation({
    mutationFn: async () => {
      if (!lines) return undefined;
      const body = {
        warehouse,
        customer_reference: reference.trim(),
        requested_on: requestedOn || null,
        shortage: 'backorder' as const,
        deliver_to: '',
        lines,
      };
      return (await api.POST('/api/sales/v1/blanket-orders/{blanket_id}/call-offs', { params, body })).data;
    },
    onSuccess: async (order) => {
      await queries.invalidateQueries();
      if (order) await navigate(`/orders/${order.id}`);
    },
  });
  const end = useAct({
    act: (reason: string) => api.POST('/api/sales/v1/blanket-orders/{blanket_id}/end', { params, body: { reason } }),
    done: () => t('blankets.ended', { number: blanket.number }),
  });
  return (
    <Page
      title={blanket.number}
      badges={<StatusBadge list="blanketStatus" value={state} />}
      note={
        <>
          <PartnerName id={blanket.customer_id} isLink /> ·{' '}
          {t('blankets.period', { from: format.date(blanket.starts_on), until: format.date(blanket.ends_on) })}
          {blanket.reference ? ` · ${blanket.reference}` : ''}
        </>
      }
      actions={
        !blanket.is_ended && may('sales.blankets.write') ? (
          <Button size="sm" variant="default" leftSection={<IconLock size={16} />} onClick={() => setIsEnding(true)}>
            {t('blankets.end')}
          </Button>
        ) : null
      }
    >
      <Stack gap="md">
        {call.error ? <Trouble error={call.error} /> : null}
        <AgreedLines
          blanket={blanket}
          typed={typed}
          mayCall={mayCall}
          onType={(line, quantity) => setTyped((before) => ({ ...before, [line]: quantity }))}
        />
        {mayCall ? (
          <Card title={t('blankets.call')}>
            <SimpleGrid cols={{ base: 1, sm: 3 }}>
              <WarehousePicker
                value={warehouse}
                error={faultOf(call.error, 'warehouse')}
                onChange={(code) => setWarehouse(code)}
              />
              <TextInput
                label={t('orders.reference')}
                maxLength={200}
                value={reference}
                onChange={(event) => setReference(event.currentTarget.value)}
              />
              <TextInput
                type="date"
                label={t('orders.requested')}
                value={requestedOn}
                error={faultOf(call.error, 'requested_on')}
                onChange={(event) => setRequestedOn(event.currentTarget.value)}
              />
            </SimpleGrid>
            <Group mt="md">
              <Button
                leftSection={<IconShoppingCartPlus size={16} />}
                disabled={!lines || !warehouse}
                loading={call.isPending}
                onClick={() => call.mutate()}
              >
                {t('blankets.order')}
              </Button>
            </Group>
          </Card>
        ) : null}
      </Stack>
      <ReasonDialog
        title={t('blankets.end')}
        hint={t('blankets.endHint')}
        isOpen={isEnding}
        isBusy={end.isPending}
        onClose={() => setIsEnding(false)}
        onGive={(reason) => end.mutate(reason, { onSuccess: () => setIsEnding(false) })}
      />
    </Page>
  );
}
