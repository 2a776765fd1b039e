import { Button, Group, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';

import { api } from '~/api/client';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { faultOf } from '~/ui/form/faults';
import { Columns, Page } from '~/ui/Page';
import { PartnerPicker } from '~/ui/pickers/PartnerPicker';
import { Trouble } from '~/ui/Trouble';

import { BasketTotal } from '../entry/EntryAside';
import { EntryLines } from '../entry/EntryLines';
import { EntryRow } from '../entry/EntryRow';
import { useQuote } from '../entry/useQuote';
import { agreedLine, agreementOf, pricedOf, type AgreedLine, type TypedAgreement } from './agreed';

/** Quantities and prices are agreed on for a time; orders call them off. */
export default function NewBlanket() {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [search] = useSearchParams();
  const [typed, setTyped] = useState<TypedAgreement>({
    customer: search.get('customer') ?? '',
    reference: '',
    from: new Date().toISOString().slice(0, 10),
    until: '',
    lines: [],
  });
  const set = (part: Partial<TypedAgreement>) => setTyped((before) => ({ ...before, ...part }));
  const edit = (key: string, part: Partial<AgreedLine>) =>
    setTyped((before) => ({
      ...before,
      lines: before.lines.map((line) => (line.key === key ? { ...line, ...part } : line)),
    }));
  const { quote, error } = useQuote(pricedOf(typed));
  const agreement = agreementOf(typed);
  const agree = useMutation({
    mutationFn: async () => {
      if (!agreement) return undefined;
      return (await api.POST('/api/sales/v1/blanket-orders', { body: agreement })).data;
    },
    onSuccess: async (made) => {
      await queries.invalidateQueries();
      if (made) await navigate(`/blanket-orders/${made.id}`);
    },
  });
  const refused = agree.error ?? error;
  return (
    <Page
      title={t('screens.newBlanket')}
      note={t('blankets.newHint')}
      actions={
        <Button
          size="sm"
          leftSection={<IconCheck size={16} />}
          disabled={!agreement}
          loading={agree.isPending}
          onClick={() => agree.mutate()}
        >
          {t('blankets.agree')}
        </Button>
      }
    >
      <Stack gap="md">
        {refused ? <Trouble error={refused} /> : null}
        <Columns
          main={
            <>
              <Card title={t('blankets.terms')}>
                <SimpleGrid cols={{ base: 1, sm: 2 }}>
                  <PartnerPicker
                    side="customer"
                    label={t('common.customer')}
                    value={typed.customer}
                    onChange={(customer) => set({ customer })}
                  />
                  <TextInput
                    label={t('blankets.reference')}
                    maxLength={200}
                    value={typed.reference}
                    error={faultOf(refused, 'reference')}
                    onChange={(event) => set({ reference: event.currentTarget.value })}
                  />
                  <TextInput
                    type="date"
                    label={t('blankets.from')}
                    value={typed.from}
                    error={faultOf(refused, 'starts_on')}
                    onChange={(event) => set({ from: event.currentTarget.value })}
                  />
                  <TextInput
                    type="date"
                    label={t('blankets.until')}
                    value={typed.until}
                    error={
                      faultOf(refused, 'ends_on') ??
                      (typed.until && typed.until <= typed.from ? t('blankets.untilFirst') : undefined)
                    }
                    onChange={(event) => set({ until: event.currentTarget.value })}
                  />
                </SimpleGrid>
              </Card>
              <EntryLines
                customer={typed.customer}
                onAdd={(lines) => set({ lines: [...typed.lines, ...lines.map(agreedLine)] })}
                hint={agreement ? null : t('blankets.incomplete')}
              >
                {typed.lines.map((line, position) => (
                  <EntryRow
                    key={line.key}
                    line={line}
                    position={position}
                    quoted={quote?.lines[position]}
                    promise={undefined}
                    currency={quote?.currency ?? 'EUR'}
                    fault={(field) => faultOf(refused, `lines.${position}.${field}`)}
                    onEdit={(part) => edit(line.key, part)}
                    onRemove={() => set({ lines: typed.lines.filter((it) => it.key !== line.key) })}
                  >
                    <Group mt={6} gap="xs">
                      <DecimalInput
                        w={180}
                        label={t('blankets.leastOf', { number: position + 1 })}
                        value={line.least}
                        error={faultOf(refused, `lines.${position}.least`)}
                        onChange={(least) => edit(line.key, { least })}
                      />
                      {line.price === '' && quote?.lines[position] ? (
                        <Button
                          mt="lg"
                          variant="subtle"
                          onClick={() => edit(line.key, { price: quote.lines[position]?.unit_price ?? '' })}
                        >
                          {t('blankets.takePrice', {
                            price: format.money(quote.lines[position].unit_price, quote.currency),
                          })}
                        </Button>
                      ) : null}
                    </Group>
                  </EntryRow>
                ))}
              </EntryLines>
            </>
          }
          aside={<BasketTotal quote={quote} />}
        />
      </Stack>
    </Page>
  );
}
