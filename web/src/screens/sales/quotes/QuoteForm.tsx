import { Button, Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { IconDeviceFloppy, IconTextPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import type { OfSales } from '~/api/schemas';
import { Card } from '~/ui/Card';
import { faultOf } from '~/ui/form/faults';
import { WarehousePicker } from '~/ui/form/WarehousePicker';
import { Columns, Page } from '~/ui/Page';
import { PartnerPicker } from '~/ui/pickers/PartnerPicker';
import { Trouble } from '~/ui/Trouble';

import { BasketTotal, CustomerCredit } from '../entry/EntryAside';
import { EntryLines } from '../entry/EntryLines';
import { useQuote } from '../entry/useQuote';
import { offeredLine, offerOf, pricedOf, textLine, type Draft, type QuoteLine } from './draft';
import { QuoteRow } from './QuoteRow';

interface Props {
  title: string;
  start: Draft;
  isCustomerKnown?: boolean; // another version is for the same customer
  onSave: (offer: OfSales['OfferIn']) => Promise<{ offer_id: string } | undefined>;
}

/** A quote, from the customer's question to what he is sent. */
export function QuoteForm({ title, start, isCustomerKnown = false, onSave }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(start);
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const edit = (key: string, part: Partial<QuoteLine>) =>
    setDraft((before) => ({
      ...before,
      lines: before.lines.map((line) => (line.key === key ? { ...line, ...part } : line)),
    }));
  const add = (lines: QuoteLine[]) => setDraft((before) => ({ ...before, lines: [...before.lines, ...lines] }));

  const all = pricedOf(draft);
  const { quote, promises, error } = useQuote(all);
  const total = useQuote(pricedOf(draft, true)).quote;
  const offer = offerOf(draft);
  const save = useMutation({
    mutationFn: async () => (offer ? await onSave(offer) : undefined),
    onSuccess: async (made) => {
      await queries.invalidateQueries();
      if (made) await navigate(`/quotes/${made.offer_id}`);
    },
  });
  const refused = save.error ?? error;
  const goods = draft.lines.filter((line) => !line.isText);
  return (
    <Page
      title={title}
      note={t('entry.hint')}
      actions={
        <Button
          size="sm"
          leftSection={<IconDeviceFloppy size={16} />}
          disabled={!offer}
          loading={save.isPending}
          onClick={() => save.mutate()}
        >
          {t('quotes.save')}
        </Button>
      }
    >
      <Stack gap="md">
        {refused ? <Trouble error={refused} /> : null}
        <Columns
          main={
            <>
              <Head draft={draft} refused={refused} isCustomerKnown={isCustomerKnown} onEdit={set} />
              <EntryLines
                customer={draft.customer}
                onAdd={(lines) => add(lines.map(offeredLine))}
                hint={offer ? null : t('quotes.incomplete')}
                actions={
                  <Button variant="default" leftSection={<IconTextPlus size={15} />} onClick={() => add([textLine()])}>
                    {t('quotes.addText')}
                  </Button>
                }
              >
                {draft.lines.map((line, position) => (
                  <QuoteRow
                    key={line.key}
                    line={line}
                    position={position}
                    lines={draft.lines}
                    quoted={quote?.lines[goods.indexOf(line)]}
                    promise={promises[goods.indexOf(line)]}
                    currency={quote?.currency ?? 'EUR'}
                    fault={(field) => {
                      const place = save.error ? position : goods.indexOf(line); // prices are asked for goods alone
                      return faultOf(refused, `lines.${place}.${field}`);
                    }}
                    onEdit={(part) => edit(line.key, part)}
                    onRemove={() => set({ lines: draft.lines.filter((it) => it.key !== line.key) })}
                  />
                ))}
              </EntryLines>
              <Card title={t('quotes.notes')}>
                <Textarea
                  aria-label={t('quotes.notes')}
                  description={t('quotes.notesHint')}
                  autosize
                  minRows={2}
                  maxLength={2000}
                  value={draft.notes}
                  onChange={(event) => set({ notes: event.currentTarget.value })}
                />
              </Card>
            </>
          }
          aside={
            <>
              <BasketTotal quote={total} />
              <CustomerCredit customer={draft.customer} />
            </>
          }
        />
      </Stack>
    </Page>
  );
}

interface HeadProps {
  draft: Draft;
  refused: unknown;
  isCustomerKnown: boolean;
  onEdit: (part: Partial<Draft>) => void;
}

function Head({ draft, refused, isCustomerKnown, onEdit }: HeadProps) {
  const { t } = useTranslation();
  return (
    <Card title={t('screens.quote')}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {isCustomerKnown ? null : (
          <PartnerPicker
            side="customer"
            label={t('common.customer')}
            value={draft.customer}
            onChange={(customer) => onEdit({ customer })}
          />
        )}
        <WarehousePicker
          value={draft.warehouse}
          error={faultOf(refused, 'warehouse')}
          onChange={(warehouse) => onEdit({ warehouse })}
        />
        <TextInput
          label={t('quotes.request')}
          value={draft.reference}
          error={faultOf(refused, 'customer_reference')}
          onChange={(event) => onEdit({ reference: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t('quotes.validUntil')}
          value={draft.validUntil}
          error={faultOf(refused, 'valid_until')}
          onChange={(event) => onEdit({ validUntil: event.currentTarget.value })}
        />
        <TextInput
          inputMode="numeric"
          label={t('quotes.leadTime')}
          value={draft.leadTime}
          error={faultOf(refused, 'lead_time_days')}
          onChange={(event) => onEdit({ leadTime: event.currentTarget.value.replace(/\D/g, '').slice(0, 3) })}
        />
        <Select
          label={t('entry.shortage')}
          allowDeselect={false}
          value={draft.shortage}
          data={[
            { value: 'backorder', label: t('entry.backorder') },
            { value: 'refuse', label: t('entry.refuse') },
          ]}
          onChange={(value) => onEdit({ shortage: value === 'refuse' ? 'refuse' : 'backorder' })}
        />
      </SimpleGrid>
    </Card>
  );
}
