import { Button, MultiSelect, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { keepPreviousData } from '@tanstack/react-query';
import { IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api, hooks } from '~/api/client';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { decimalOf, isQuantity } from '~/ui/form/decimals';
import { faultOf } from '~/ui/form/faults';
import { Table } from '~/ui/list/Table';
import { Page } from '~/ui/Page';
import { PartnerPicker } from '~/ui/pickers/PartnerPicker';
import { Trouble } from '~/ui/Trouble';
import { useAct } from '~/ui/useAct';

const KINDS = ['freight', 'duty', 'insurance', 'other'] as const;
const BASES = ['value', 'quantity', 'weight', 'volume'] as const;
const RECEIPTS = 100; // the newest, to choose from

/** An amount for what some receipts brought; how it falls on their lines is seen before it is posted. */
export default function NewLandedCost() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const navigate = useNavigate();
  const [typed, setTyped] = useState({
    kind: 'freight' as (typeof KINDS)[number],
    basis: 'value' as (typeof BASES)[number],
    supplier_id: '',
    reference: '',
    amount: '',
    currency: '',
    receipt_ids: [] as string[],
  });
  const receipts = hooks.useQuery('get', '/api/inventory/v1/receipts', {
    params: { query: { limit: RECEIPTS, sort: '-occurred_at' } },
  });
  const body = { ...typed, amount: decimalOf(typed.amount) ?? '', currency: typed.currency || null };
  const isReady = typed.supplier_id !== '' && isQuantity(typed.amount) && typed.receipt_ids.length > 0;
  const preview = hooks.useQuery(
    'post',
    '/api/purchasing/v1/landed-costs/preview',
    { body },
    { enabled: isReady, placeholderData: keepPreviousData, retry: false },
  );
  const post = useAct({
    act: () => api.POST('/api/purchasing/v1/landed-costs', { body }),
    done: () => t('landed.posted'),
  });
  const refused = post.error ?? preview.error;
  const choices = (words: readonly string[], list: 'landedKind' | 'landedBasis') =>
    words.map((value) => ({ value, label: word(list, value) }));
  return (
    <Page
      title={t('screens.newLandedCost')}
      note={t('landed.hint')}
      actions={
        <Button
          leftSection={<IconCheck size={16} />}
          disabled={!isReady || preview.error !== null}
          loading={post.isPending}
          onClick={() => post.mutate(undefined, { onSuccess: () => void navigate('/landed-costs') })}
        >
          {t('landed.post')}
        </Button>
      }
    >
      <Stack gap="md">
        {refused ? <Trouble error={refused} /> : null}
        <Card>
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
            <Select
              label={t('landed.kind')}
              data={choices(KINDS, 'landedKind')}
              value={typed.kind}
              allowDeselect={false}
              onChange={(kind) => setTyped({ ...typed, kind: KINDS.find((each) => each === kind) ?? 'freight' })}
            />
            <PartnerPicker
              side="supplier"
              label={t('landed.supplier')}
              value={typed.supplier_id}
              onChange={(supplier_id) => setTyped({ ...typed, supplier_id })}
            />
            <TextInput
              label={t('landed.reference')}
              maxLength={80}
              value={typed.reference}
              onChange={(event) => setTyped({ ...typed, reference: event.currentTarget.value })}
            />
            <DecimalInput
              label={t('landed.amount')}
              value={typed.amount}
              error={faultOf(refused, 'amount')}
              onChange={(amount) => setTyped({ ...typed, amount })}
            />
            <TextInput
              label={t('landed.currency')}
              placeholder={t('landed.ownCurrency')}
              maxLength={3}
              value={typed.currency}
              error={faultOf(refused, 'currency')}
              onChange={(event) => setTyped({ ...typed, currency: event.currentTarget.value.toUpperCase() })}
            />
            <Select
              label={t('landed.basis')}
              data={choices(BASES, 'landedBasis')}
              value={typed.basis}
              allowDeselect={false}
              error={faultOf(refused, 'basis')}
              onChange={(basis) => setTyped({ ...typed, basis: BASES.find((each) => each === basis) ?? 'value' })}
            />
          </SimpleGrid>
          <MultiSelect
            mt="sm"
            label={t('landed.receipts')}
            searchable
            data={(receipts.data?.items ?? []).map((it) => ({
              value: it.id,
              label: `${it.number} · ${format.date(it.occurred_at)}`,
            }))}
            value={typed.receipt_ids}
            error={faultOf(refused, 'receipt_ids')}
            onChange={(receipt_ids) => setTyped({ ...typed, receipt_ids })}
          />
        </Card>
        {isReady && preview.data ? (
          <Card title={t('landed.shares')}>
            <Table
              label={t('landed.shares')}
              rows={preview.data.shares}
              rowKey={(it) => it.receipt_line_id}
              columns={[
                { key: 'sku', title: t('common.product'), cell: (it) => it.sku, text: (it) => it.sku },
                {
                  key: 'weight',
                  title: t('landed.weight'),
                  cell: (it) => format.number(it.weight),
                  text: (it) => it.weight,
                  isFigure: true,
                },
                {
                  key: 'amount',
                  title: t('landed.amount'),
                  cell: (it) => format.money(it.amount),
                  text: (it) => it.amount,
                  isFigure: true,
                },
              ]}
            />
          </Card>
        ) : (
          <Text size="sm" c="dimmed">
            {t('landed.shareHint')}
          </Text>
        )}
      </Stack>
    </Page>
  );
}
