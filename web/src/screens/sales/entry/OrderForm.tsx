import { Button, Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { IconCheck, IconDeviceFloppy } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { Refused } from '~/api/problem';
import type { OfSales } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { faultOf } from '~/ui/form/faults';
import { WarehousePicker } from '~/ui/form/WarehousePicker';
import { Columns, Page } from '~/ui/Page';
import { PartnerPicker } from '~/ui/pickers/PartnerPicker';
import { Trouble } from '~/ui/Trouble';

import { orderOf, taken, type Basket, type EntryLine } from './basket';
import { BasketTotal, CustomerCredit } from './EntryAside';
import { EntryLines } from './EntryLines';
import { EntryRow } from './EntryRow';
import { DropShipped } from './DropShipped';
import { POLICIES } from './policies';
import { useInstead } from './useInstead';
import { useQuote } from './useQuote';

export type Ending = 'draft' | 'place' | 'ask-release';

interface Props {
  title: string;
  start: Basket;
  isDraft?: boolean; // it was written before: only what it says changes
  onSave: (order: OfSales['OrderIn'], how: Ending) => Promise<{ id: string } | undefined>;
}

/** A customer's order, from his call to its confirmation. */
export function OrderForm({ title, start, isDraft = false, onSave }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  const word = useWord();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [basket, setBasket] = useState(start);
  const set = (part: Partial<Basket>) => setBasket((before) => ({ ...before, ...part }));
  const edit = (key: string, part: Partial<EntryLine>) =>
    setBasket((before) => ({
      ...before,
      lines: before.lines.map((line) => (line.key === key ? { ...line, ...part } : line)),
    }));
  const add = (lines: EntryLine[]) => setBasket((before) => ({ ...before, lines: [...before.lines, ...lines] }));

  const order = orderOf(basket);
  const quoted = useQuote(order);
  const { quote, promises, error } = quoted;
  const shortAt = useInstead(quoted);
  const write = useMutation({
    mutationFn: async (how: Ending) => (order ? onSave(order, how) : undefined),
    onSuccess: async (made) => {
      await queries.invalidateQueries();
      if (made) await navigate(`/orders/${made.id}`);
    },
  });
  const refused = write.error ?? error;
  const isCreditRefused = write.error instanceof Refused && write.error.slug.includes('credit');
  return (
    <Page
      title={title}
      note={t('entry.hint')}
      actions={
        <>
          <Button
            size="sm"
            variant="default"
            leftSection={<IconDeviceFloppy size={16} />}
            disabled={!order}
            loading={write.isPending && write.variables === 'draft'}
            onClick={() => write.mutate('draft')}
          >
            {t('entry.draft')}
          </Button>
          {may('sales.orders.confirm') && !isDraft ? (
            <Button
              size="sm"
              leftSection={<IconCheck size={16} />}
              disabled={!order}
              loading={write.isPending && write.variables !== 'draft'}
              onClick={() => write.mutate(isCreditRefused ? 'ask-release' : 'place')}
            >
              {t(
                isCreditRefused
                  ? 'orders.askRelease'
                  : quote?.verdict === 'needs-approval'
                    ? 'entry.ask'
                    : 'orders.confirm',
              )}
            </Button>
          ) : null}
        </>
      }
    >
      <Stack gap="md">
        {refused ? <Trouble error={refused} /> : null}
        <Columns
          main={
            <>
              <Card title={t('entry.head')}>
                <SimpleGrid cols={{ base: 1, sm: 2 }}>
                  <PartnerPicker
                    side="customer"
                    label={t('common.customer')}
                    value={basket.customer}
                    onChange={(customer) => set({ customer })}
                  />
                  <WarehousePicker
                    value={basket.warehouse}
                    error={faultOf(refused, 'warehouse')}
                    onChange={(warehouse) => set({ warehouse })}
                  />
                  <TextInput
                    label={t('orders.reference')}
                    value={basket.reference}
                    error={faultOf(refused, 'customer_reference')}
                    onChange={(event) => set({ reference: event.currentTarget.value })}
                  />
                  <TextInput
                    type="date"
                    label={t('orders.requested')}
                    value={basket.requestedOn}
                    error={faultOf(refused, 'requested_on')}
                    onChange={(event) => set({ requestedOn: event.currentTarget.value })}
                  />
                  <Select
                    label={t('entry.shortage')}
                    allowDeselect={false}
                    value={basket.shortage}
                    data={[
                      { value: 'backorder', label: t('entry.backorder') },
                      { value: 'refuse', label: t('entry.refuse') },
                    ]}
                    onChange={(value) => set({ shortage: value === 'refuse' ? 'refuse' : 'backorder' })}
                  />
                  <Select
                    label={t('usual.policy')}
                    placeholder={t('usual.ofCustomer')}
                    clearable={!isDraft}
                    value={basket.delivery || null}
                    data={POLICIES.map((value) => ({ value, label: word('delivery', value) }))}
                    onChange={(value) => set({ delivery: POLICIES.find((it) => it === value) ?? '' })}
                  />
                  <Textarea
                    label={t('amend.deliverTo')}
                    placeholder={t('entry.ownAddress')}
                    autosize
                    maxLength={500}
                    value={basket.deliverTo}
                    onChange={(event) => set({ deliverTo: event.currentTarget.value })}
                  />
                </SimpleGrid>
              </Card>
              <EntryLines customer={basket.customer} onAdd={add} hint={order ? null : t('entry.incomplete')}>
                {basket.lines.map((line, position) => (
                  <EntryRow
                    key={line.key}
                    line={line}
                    position={position}
                    quoted={quote?.lines[position]}
                    promise={promises[position]}
                    currency={quote?.currency ?? 'EUR'}
                    fault={(field) => faultOf(refused, `lines.${position}.${field}`)}
                    onEdit={(part) => edit(line.key, part)}
                    short={shortAt(position)}
                    onTake={(portions) => set({ lines: taken(basket.lines, line.key, portions) })}
                    onRemove={() => set({ lines: basket.lines.filter((it) => it.key !== line.key) })}
                  >
                    <DropShipped line={line} position={position} onEdit={(part) => edit(line.key, part)} />
                  </EntryRow>
                ))}
              </EntryLines>
            </>
          }
          aside={
            <>
              <BasketTotal quote={quote} />
              <CustomerCredit customer={basket.customer} />
            </>
          }
        />
      </Stack>
    </Page>
  );
}
