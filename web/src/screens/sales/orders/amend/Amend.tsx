import { Button, Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { IconScale } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { faultOf } from '~/ui/form/faults';
import { Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { Trouble } from '~/ui/Trouble';

import { orderOf, type EntryLine } from '../../entry/basket';
import { DropShipped } from '../../entry/DropShipped';
import { EntryLines } from '../../entry/EntryLines';
import { EntryRow } from '../../entry/EntryRow';
import { POLICIES } from '../../entry/policies';
import { useQuote } from '../../entry/useQuote';
import { asOrdered, isOpen, revisionOf, type Amendment } from './amendment';
import { OrderedLines } from './OrderedLines';

/** A firm order becomes otherwise: what is typed here is weighed before it counts. */
export default function Amend() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const params = { path: { order_id: id } };
  const query = hooks.useQuery('get', '/api/sales/v1/orders/{order_id}', { params });
  useDocumentName(query.data?.number);
  if (query.error) {
    return <PageTrouble title={t('screens.amend')} error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (!query.data) return <PageSkeleton />;
  return <AmendForm order={query.data} />;
}

function AmendForm({ order }: { order: OfSales['OrderDetailsOut'] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [amendment, setAmendment] = useState(() => asOrdered(order));
  const set = (part: Partial<Amendment>) => setAmendment((before) => ({ ...before, ...part }));
  const { added } = amendment;
  const edit = (key: string, part: Partial<EntryLine>) =>
    set({ added: added.map((line) => (line.key === key ? { ...line, ...part } : line)) });
  const { quote, promises, error } = useQuote(
    orderOf({
      customer: order.customer_id,
      warehouse: order.warehouse,
      reference: '',
      requestedOn: '',
      shortage: order.shortage,
      delivery: '',
      deliverTo: '',
      lines: added,
    }),
  );
  const revision = revisionOf(order, amendment);
  const propose = useMutation({
    mutationFn: async () => {
      if (!revision) return undefined;
      const params = { path: { order_id: order.id } };
      return (await api.POST('/api/sales/v1/orders/{order_id}/revisions', { params, body: revision })).data;
    },
    onSuccess: async (made) => {
      await queries.invalidateQueries();
      if (made) await navigate(`/orders/${order.id}/revisions/${made.id}`);
    },
  });
  const refused = propose.error;
  return (
    <Page
      title={t('amend.title', { number: order.number })}
      note={t('amend.hint')}
      actions={
        <Button
          size="sm"
          leftSection={<IconScale size={16} />}
          disabled={!revision}
          loading={propose.isPending}
          onClick={() => propose.mutate()}
        >
          {t('amend.weigh')}
        </Button>
      }
    >
      <Stack gap="md">
        {refused ? <Trouble error={refused} /> : null}
        <OrderedLines
          order={order}
          lines={order.lines.filter(isOpen)}
          amendment={amendment}
          refused={refused}
          onEdit={(line, change) => set({ changes: { ...amendment.changes, [line]: change } })}
        />
        <EntryLines
          title={t('amend.added')}
          customer={order.customer_id}
          onAdd={(lines) => set({ added: [...added, ...lines] })}
          hint={revision ? null : t('amend.incomplete')}
        >
          {added.map((line, position) => (
            <EntryRow
              key={line.key}
              line={line}
              position={position}
              quoted={quote?.lines[position]}
              promise={promises[position]}
              currency={order.currency}
              fault={(field) =>
                faultOf(refused, `added.${position}.${field}`) ?? faultOf(error, `lines.${position}.${field}`)
              }
              onEdit={(part) => edit(line.key, part)}
              onRemove={() => set({ added: added.filter((it) => it.key !== line.key) })}
            >
              <DropShipped line={line} position={position} onEdit={(part) => edit(line.key, part)} />
            </EntryRow>
          ))}
        </EntryLines>
        <Terms amendment={amendment} refused={refused} onEdit={set} />
      </Stack>
    </Page>
  );
}

interface TermsProps {
  amendment: Amendment;
  refused: unknown;
  onEdit: (part: Partial<Amendment>) => void;
}

function Terms({ amendment, refused, onEdit }: TermsProps) {
  const { t } = useTranslation();
  const word = useWord();
  return (
    <Card title={t('amend.terms')}>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <TextInput
          type="date"
          label={t('orders.requested')}
          value={amendment.requestedOn}
          error={faultOf(refused, 'requested_on')}
          onChange={(event) => onEdit({ requestedOn: event.currentTarget.value })}
        />
        <TextInput
          label={t('orders.reference')}
          maxLength={200}
          value={amendment.reference}
          onChange={(event) => onEdit({ reference: event.currentTarget.value })}
        />
        <TextInput
          inputMode="numeric"
          label={t('amend.priority')}
          description={t('amend.priorityHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={amendment.priority}
          error={faultOf(refused, 'priority')}
          onChange={(event) => onEdit({ priority: event.currentTarget.value.replace(/\D/g, '') })}
        />
        <Select
          label={t('usual.policy')}
          description={t(`usual.hints.${amendment.delivery}`)}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          allowDeselect={false}
          value={amendment.delivery}
          data={POLICIES.map((value) => ({ value, label: word('delivery', value) }))}
          onChange={(value) => onEdit({ delivery: POLICIES.find((it) => it === value) ?? amendment.delivery })}
        />
        <Textarea
          label={t('amend.deliverTo')}
          autosize
          maxLength={500}
          value={amendment.deliverTo}
          onChange={(event) => onEdit({ deliverTo: event.currentTarget.value })}
        />
        <Textarea
          label={t('common.reason')}
          required
          autosize
          maxLength={200}
          value={amendment.reason}
          error={faultOf(refused, 'reason')}
          onChange={(event) => onEdit({ reason: event.currentTarget.value })}
        />
      </SimpleGrid>
    </Card>
  );
}
