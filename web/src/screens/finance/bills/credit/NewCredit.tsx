import { Button, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconCheck } from '@tabler/icons-react';
import { keepPreviousData, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api, hooks } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { today } from '~/ui/days';
import { sumOf } from '~/ui/decimals';
import { Facts } from '~/ui/Facts';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { faultOf } from '~/ui/form/faults';
import { ProductName } from '~/ui/Name';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { PartnerPicker } from '~/ui/pickers/PartnerPicker';
import { Trouble } from '~/ui/Trouble';
import { useAddress } from '~/ui/useAddress';

import { STANDARD } from '../entry/draft';
import classes from '../entry/entry.module.css';
import { isShown } from '../entry/shown';
import { useTaxClasses } from '../entry/useTaxClasses';
import { asked, goneBack, merged, ofBill, type Credit, type CreditLine } from './credit';

type Note = OfAccounting['SupplierCreditIn'];

/** A supplier's credit note: for goods that went back to him, or for the price of a bill. */
export default function NewCredit() {
  const { t } = useTranslation();
  const { read } = useAddress();
  const bill = read('bill');
  const story = hooks.useQuery(
    'get',
    '/api/accounting/v1/supplier-bills/{bill_id}/story',
    { params: { path: { bill_id: bill } } },
    { enabled: bill !== '' },
  );
  if (story.error)
    return (
      <PageTrouble title={t('screens.newSupplierCredit')} error={story.error} onRetry={() => void story.refetch()} />
    );
  if (bill && !story.data) return <PageSkeleton />;
  return <Form key={bill} bill={story.data ?? null} supplier={story.data?.supplier_id ?? read('supplier')} />;
}

function Form({ bill, supplier }: { bill: OfAccounting['BillStoryOut'] | null; supplier: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [credit, setCredit] = useState<Credit>({
    supplier,
    number: '',
    creditedOn: today(),
    taxClass: bill?.tax_class || STANDARD,
    tax: '',
    bill: bill?.id ?? '',
    lines: [],
  });
  const [typed, setTyped] = useState<Record<string, Partial<CreditLine>>>({});
  const back = hooks.useQuery(
    'get',
    '/api/accounting/v1/gr-ir/lines',
    { params: { query: { supplier_id: credit.supplier, debit_notes_only: true, limit: 200 } } },
    { enabled: credit.supplier !== '' },
  );
  const known = merged([...(bill ? ofBill(bill) : []), ...(back.data?.items ?? []).map(goneBack)]);
  const lines = known.map((line) => ({ ...line, ...typed[line.receiptLine] }));
  const note = asked({ ...credit, lines });
  const set = (part: Partial<Credit>) => setCredit((before) => ({ ...before, ...part }));
  const type = (line: CreditLine, part: Partial<CreditLine>) =>
    setTyped((before) => ({ ...before, [line.receiptLine]: { ...before[line.receiptLine], ...part } }));
  const check = useCreditCheck(note);
  const post = useMutation<OfAccounting['SupplierCreditOut'] | undefined, Error, Note>({
    mutationFn: async (body) => (await api.POST('/api/accounting/v1/credit-notes', { body })).data,
    onSuccess: async (made) => {
      if (!made) return;
      notifications.show({ color: 'green', message: t('supplierCredit.posted', { number: made.number }) });
      await navigate(bill ? `/bills/${bill.id}` : '/bills');
      await queries.invalidateQueries({ predicate: isShown });
    },
  });
  const error = post.error ?? check.error;
  const isReady = note !== null && credit.number.trim() !== '' && check.isFresh;
  const enter = () => {
    if (note && isReady && !post.isPending) post.mutate(note);
  };
  useHotkeys(
    [
      ['mod+Enter', enter],
      ['mod+S', enter],
    ],
    [],
  );
  const taxClasses = useTaxClasses(credit.creditedOn);
  return (
    <Page
      title={t('screens.newSupplierCredit')}
      note={bill ? t('supplierCredit.ofBill', { number: bill.supplier_number }) : t('supplierCredit.hint')}
      actions={
        <Button
          size="sm"
          leftSection={<IconCheck size={16} />}
          disabled={!isReady}
          loading={post.isPending}
          onClick={enter}
        >
          {t('supplierCredit.post')}
        </Button>
      }
    >
      <Stack gap="md">
        {error ? <Trouble error={error} /> : null}
        <Columns
          main={
            <>
              <Card title={t('supplierCredit.note')}>
                <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }}>
                  <PartnerPicker
                    side="supplier"
                    label={t('common.supplier')}
                    value={credit.supplier}
                    onChange={(id) => (bill ? undefined : set({ supplier: id }))}
                  />
                  <TextInput
                    label={t('supplierCredit.number')}
                    maxLength={60}
                    autoComplete="off"
                    value={credit.number}
                    error={faultOf(error, 'supplier_number')}
                    onChange={(event) => set({ number: event.currentTarget.value })}
                  />
                  <TextInput
                    type="date"
                    label={t('common.date')}
                    value={credit.creditedOn}
                    error={faultOf(error, 'credited_on') ?? faultOf(error, 'posted_on')}
                    onChange={(event) => set({ creditedOn: event.currentTarget.value })}
                  />
                  <Select
                    label={t('supplierCredit.tax')}
                    data={taxClasses}
                    value={credit.taxClass}
                    allowDeselect={false}
                    error={faultOf(error, 'tax_class')}
                    onChange={(taxClass) => set({ taxClass: taxClass ?? credit.taxClass })}
                  />
                </SimpleGrid>
              </Card>
              <Card title={t('orders.lines')}>
                {lines.length === 0 ? (
                  <Text size="sm" c="dimmed">
                    {t(credit.supplier ? 'supplierCredit.nothing' : 'supplierCredit.pickSupplier')}
                  </Text>
                ) : null}
                <ul className={classes.rows}>
                  {lines.map((line, position) => (
                    <Row
                      key={line.receiptLine}
                      line={line}
                      position={position}
                      error={error}
                      sent={note}
                      onType={(part) => type(line, part)}
                    />
                  ))}
                </ul>
              </Card>
            </>
          }
          aside={
            <Card title={t('billEntry.totals')}>
              <Facts
                rows={[
                  [t('common.net'), format.money(check.note?.net_amount, note?.currency ?? 'EUR')],
                  [t('orders.tax'), format.money(check.note?.tax_amount, note?.currency ?? 'EUR')],
                  [
                    t('common.gross'),
                    <b key="gross">
                      {check.note
                        ? format.money(sumOf([check.note.net_amount, check.note.tax_amount]), note?.currency ?? 'EUR')
                        : '–'}
                    </b>,
                  ],
                  [
                    t('supplierCredit.settles'),
                    check.note && t('supplierCredit.settlesBills', { count: check.note.settled.length }),
                  ],
                  [
                    t('supplierCredit.unsettled'),
                    check.note && format.money(check.note.unsettled, note?.currency ?? 'EUR'),
                  ],
                ]}
              />
              <DecimalInput
                mt="sm"
                label={t('supplierCredit.paperTax')}
                value={credit.tax}
                error={faultOf(error, 'tax_amount')}
                onChange={(tax) => set({ tax })}
              />
            </Card>
          }
        />
      </Stack>
    </Page>
  );
}

/** What the note would come to, asked a moment after each change. */
function useCreditCheck(note: Note | null) {
  const now = note ? JSON.stringify(note) : '';
  const [settled] = useDebouncedValue(now, 300);
  const query = hooks.useQuery(
    'post',
    '/api/accounting/v1/credit-notes/check',
    { body: JSON.parse(settled || '{}') as Note },
    { enabled: settled !== '', placeholderData: keepPreviousData, retry: false },
  );
  return {
    note: now && !query.error ? (query.data ?? null) : null,
    isFresh: now !== '' && now === settled && query.isSuccess && !query.isPlaceholderData,
    error: now ? query.error : null,
  };
}

interface RowProps {
  line: CreditLine;
  position: number;
  error: unknown;
  sent: Note | null;
  onType: (part: Partial<CreditLine>) => void;
}

function Row({ line, position, error, sent, onType }: RowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const number = position + 1;
  const at = sent?.lines.findIndex((it) => it.receipt_line_id === line.receiptLine) ?? -1;
  return (
    <li className={classes.row} aria-label={t('entry.line', { number })}>
      <div className={classes.fields}>
        <div className={classes.what}>
          <Text size="sm" fw={600} truncate component="div">
            <ProductName id={line.product} isLink={false} />
          </Text>
          <Text size="xs" c="dimmed">
            {line.source} ·{' '}
            {Number(line.back)
              ? t('supplierCredit.back', { quantity: format.number(line.back) })
              : t('supplierCredit.priceOnly')}
          </Text>
        </div>
        <DecimalInput
          w={100}
          data-column="quantity"
          aria-label={t('entry.quantityOf', { number })}
          placeholder={t('common.quantity')}
          disabled={!Number(line.back)}
          value={line.quantity}
          error={faultOf(error, `lines.${at}.quantity`)}
          onChange={(quantity) => onType({ quantity })}
        />
        <DecimalInput
          w={130}
          data-column="net"
          aria-label={t('billEntry.netOf', { number })}
          placeholder={t('common.net')}
          value={line.net}
          error={faultOf(error, `lines.${at}.net_amount`)}
          onChange={(net) => onType({ net })}
        />
      </div>
    </li>
  );
}
