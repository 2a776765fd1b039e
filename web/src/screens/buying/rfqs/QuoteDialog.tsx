import { Button, Group, Modal, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueries, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { partnerQuery, useProduct } from '~/api/names';
import type { OfPurchasing } from '~/api/schemas';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { plain } from '~/ui/form/decimals';
import { faultOf } from '~/ui/form/faults';
import { ProductName } from '~/ui/Name';
import { Trouble } from '~/ui/Trouble';

import { AnswerRow, type RowProps } from './AnswerRow';
import { blankAnswers, inDays, quoteOf, type Quoted } from './rfq';

interface Props {
  rfq: OfPurchasing['RfqOut'];
  onClose: () => void;
}

/** A supplier's answer, as he wrote or told it; a later one replaces it. */
export function QuoteDialog({ rfq, onClose }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [quoted, setQuoted] = useState<Quoted>(() => blank(rfq));
  const set = (part: Partial<Quoted>) => setQuoted((before) => ({ ...before, ...part }));
  const partners = useQueries({ queries: rfq.suppliers.map(({ supplier_id }) => partnerQuery(supplier_id)) });
  const body = quoteOf(quoted);
  const sentAt = (line: string) => body?.lines.findIndex((it) => it.rfq_line_id === line) ?? -1;
  const keep = useMutation({
    mutationFn: async () => {
      if (!body) return;
      await api.POST('/api/purchasing/v1/rfqs/{rfq_id}/quotes', { params: { path: { rfq_id: rfq.id } }, body });
    },
    onSuccess: async () => {
      await queries.invalidateQueries();
      onClose();
    },
  });
  return (
    <Modal
      opened
      size="xl"
      onClose={onClose}
      title={t('rfqs.enter')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="md">
        {keep.error ? <Trouble error={keep.error} /> : null}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <Select
            data-autofocus
            label={t('common.supplier')}
            data={rfq.suppliers.map(({ supplier_id }, position) => ({
              value: supplier_id,
              label: partners[position]?.data?.name ?? supplier_id,
            }))}
            value={quoted.supplier || null}
            error={faultOf(keep.error, 'supplier_id')}
            onChange={(supplier) =>
              set({
                supplier: supplier ?? '',
                currency: partners.find(({ data }) => data?.id === supplier)?.data?.currency ?? '',
              })
            }
          />
          <TextInput
            type="date"
            label={t('rfqs.validUntil')}
            value={quoted.validUntil}
            error={faultOf(keep.error, 'valid_until')}
            onChange={(event) => set({ validUntil: event.currentTarget.value })}
          />
          <DecimalInput
            label={t('rfqs.freight')}
            value={quoted.freight}
            error={faultOf(keep.error, 'freight')}
            onChange={(freight) => set({ freight })}
          />
          <DecimalInput
            label={t('rfqs.charges')}
            value={quoted.charges}
            error={faultOf(keep.error, 'charges')}
            onChange={(charges) => set({ charges })}
          />
        </SimpleGrid>
        <div>
          {rfq.lines.map((line) => (
            <KnownRow
              key={line.id}
              line={line}
              answer={quoted.answers[line.id]}
              fault={(field) => faultOf(keep.error, `lines.${sentAt(line.id)}.${field}`)}
              onEdit={(answer) => set({ answers: { ...quoted.answers, [line.id]: answer } })}
            />
          ))}
        </div>
        <Group justify="space-between" gap="xs">
          <Text size="sm" c="dimmed">
            {t('rfqs.enterHint', { currency: quoted.currency })}
          </Text>
          <Group gap="xs">
            <Button variant="default" size="sm" onClick={onClose}>
              {t('common.close')}
            </Button>
            <Button size="sm" disabled={!body} loading={keep.isPending} onClick={() => keep.mutate()}>
              {t('common.save')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Modal>
  );
}

function KnownRow({ line, ...row }: { line: OfPurchasing['RfqLineOut'] } & Omit<RowProps, 'name' | 'sku' | 'asked'>) {
  const product = useProduct(line.product_id);
  return (
    <AnswerRow
      {...row}
      name={<ProductName id={line.product_id} />}
      sku={product?.sku ?? ''}
      asked={`${plain(line.quantity)} × ${line.packaging_code}`}
    />
  );
}

function blank(rfq: Props['rfq']): Quoted {
  return {
    supplier: '',
    currency: '',
    freight: '',
    charges: '',
    validUntil: inDays(30),
    note: '',
    answers: blankAnswers(rfq.lines),
  };
}
