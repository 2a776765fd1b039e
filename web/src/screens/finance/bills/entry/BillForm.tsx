import { Button, Group, Stack, Text, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconCheck, IconPlayerTrackNext, IconPlus } from '@tabler/icons-react';
import type { UseMutationResult } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { usePartner } from '~/api/names';
import type { OfAccounting } from '~/api/schemas';
import { useAccounts } from '~/screens/books/ledger/useAccounts';
import { Card } from '~/ui/Card';
import { faultOf } from '~/ui/form/faults';
import { Columns, Page } from '~/ui/Page';
import { Trouble } from '~/ui/Trouble';

import { ByHand } from './ByHand';
import { ChargeRow } from './ChargeRow';
import {
  asked,
  gapOf,
  goodsReceived,
  isComplete,
  newCharge,
  type ChargeLine,
  type Draft,
  type GoodsLine,
} from './draft';
import classes from './entry.module.css';
import { GoodsRow } from './GoodsRow';
import { HeadFields } from './HeadFields';
import { Posting } from './Posting';
import { Received } from './Received';
import { Totals } from './Totals';
import { useCheck } from './useCheck';
import { useOpenLines } from './useOpenLines';
import { useTaxClasses } from './useTaxClasses';

export interface Entered {
  body: OfAccounting['SupplierBillIn'];
  isNext: boolean; // another bill is entered after it
}

interface Props {
  title: string;
  start: Draft;
  own?: string; // the bill that is corrected
  act: UseMutationResult<unknown, Error, Entered>;
  aside?: ReactNode;
}

const COSTS = /^(2|4|6|7)/; // classes of accounts that a bill is posted on

/** A supplier's bill as the paper has it, checked against what came while it is typed; by keyboard from end to end. */
export function BillForm({ title, start, own = '', act, aside }: Props) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(start);
  const check = useCheck(draft, own);
  const open = useOpenLines(draft.supplier);
  const supplier = usePartner(draft.supplier);
  const accounts = useAccounts().filter(({ value }) => COSTS.test(value));
  const taxClasses = useTaxClasses(draft.billedOn);
  const form = useFormKeys(start.supplier ? 1 : 0);
  const edit = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const add = (lines: readonly GoodsLine[]) =>
    setDraft((before) => {
      const there = new Set(before.goods.map(nameOf));
      return { ...before, goods: [...before.goods, ...lines.filter((line) => !there.has(nameOf(line)))] };
    });
  const editGoods = (line: GoodsLine) =>
    setDraft((before) => ({ ...before, goods: before.goods.map((it) => (it.key === line.key ? line : it)) }));
  const editCharge = (key: string, part: Partial<ChargeLine>) =>
    setDraft((before) => ({
      ...before,
      charges: before.charges.map((it) => (it.key === key ? { ...it, ...part } : it)),
    }));
  const currency = draft.goods[0]?.currency ?? null;
  const sent = asked(draft);
  const error = act.error ?? check.error;
  const faultIn = (list: 'lines' | 'charges', keys: readonly string[] | undefined, key: string) => (field: string) =>
    faultOf(error, `${list}.${keys?.indexOf(key) ?? -1}.${field}`);
  const isReady =
    isComplete(draft) &&
    check.isFresh &&
    check.bill?.taken_by === null &&
    Number(gapOf(draft, check.bill.gross_amount) ?? 0) === 0;
  const enter = (isNext: boolean) => {
    if (isReady && sent && !act.isPending) act.mutate({ body: sent.body, isNext });
  };
  useHotkeys(
    [
      ['mod+Enter', () => enter(!own)],
      ['mod+S', () => enter(false)],
    ],
    [],
  );
  return (
    <Page
      title={title}
      note={own ? null : t('billEntry.hint')}
      actions={
        <>
          <Tooltip label="Ctrl + S">
            <Button
              size="sm"
              variant={own ? 'filled' : 'default'}
              leftSection={<IconCheck size={16} />}
              disabled={!isReady}
              loading={act.isPending && !act.variables.isNext}
              onClick={() => enter(false)}
            >
              {t('billEntry.enter')}
            </Button>
          </Tooltip>
          {own ? null : (
            <Tooltip label={`Ctrl + ${t('billEntry.enterKey')}`}>
              <Button
                size="sm"
                leftSection={<IconPlayerTrackNext size={16} />}
                disabled={!isReady}
                loading={act.isPending && act.variables.isNext}
                onClick={() => enter(true)}
              >
                {t('billEntry.enterNext')}
              </Button>
            </Tooltip>
          )}
        </>
      }
    >
      <div ref={form}>
        {error ? <Trouble error={error} /> : null}
        <Columns
          main={
            <>
              <HeadFields
                draft={draft}
                own={own}
                dueOn={check.bill?.due_on ?? dueOn(draft.billedOn, supplier?.payment_days)}
                currency={currency ?? supplier?.currency ?? ''}
                error={error}
                onEdit={edit}
              />
              {draft.supplier ? (
                <Received
                  open={open}
                  billed={new Set(draft.goods.flatMap(({ receiptLine, orderLine }) => receiptLine ?? orderLine ?? []))}
                  currency={currency}
                  onBill={(lines) => add(lines.map(goodsReceived))}
                />
              ) : null}
              <Card title={t('orders.lines')}>
                {draft.goods.length > 0 ? <Heads /> : null}
                <ol className={classes.rows}>
                  {draft.goods.map((line, position) => (
                    <GoodsRow
                      key={line.key}
                      line={line}
                      position={position}
                      checked={check.lineOf(line.key)}
                      taxClasses={taxClasses}
                      fault={faultIn('lines', sent?.goods, line.key)}
                      onEdit={editGoods}
                      onRemove={() => edit({ goods: draft.goods.filter((it) => it.key !== line.key) })}
                    />
                  ))}
                  {draft.charges.map((charge, position) => (
                    <ChargeRow
                      key={charge.key}
                      charge={charge}
                      position={position}
                      accounts={accounts}
                      taxClasses={taxClasses}
                      fault={faultIn('charges', sent?.charges, charge.key)}
                      onEdit={(part) => editCharge(charge.key, part)}
                      onRemove={() => edit({ charges: draft.charges.filter((it) => it.key !== charge.key) })}
                    />
                  ))}
                </ol>
                {draft.goods.length + draft.charges.length === 0 ? (
                  <Text size="sm" c="dimmed">
                    {t('billEntry.noLines')}
                  </Text>
                ) : null}
                <Group mt="sm" gap="sm" align="flex-end">
                  {draft.supplier ? (
                    <div className={classes.what}>
                      <ByHand key={draft.supplier} supplier={draft.supplier} onAdd={add} />
                    </div>
                  ) : null}
                  <Button
                    variant="default"
                    leftSection={<IconPlus size={15} />}
                    onClick={() => edit({ charges: [...draft.charges, newCharge()] })}
                  >
                    {t('billEntry.addCharge')}
                  </Button>
                </Group>
              </Card>
            </>
          }
          aside={
            <Stack gap="md">
              <Totals draft={draft} check={check} onEdit={edit} />
              {check.bill ? <Posting entries={check.bill.entries} /> : null}
              {aside}
            </Stack>
          }
        />
      </div>
    </Page>
  );
}

/** What stands in the columns of goods; each field says it itself to who cannot see them. */
function Heads() {
  const { t } = useTranslation();
  return (
    <div className={classes.heads} aria-hidden>
      <span>{t('common.product')}</span>
      <span>{t('common.quantity')}</span>
      <span>{t('common.unitPrice')}</span>
      <span>{t('common.net')}</span>
      <span>{t('orders.tax')}</span>
    </div>
  );
}

/** What a line is of, so that it is billed once. */
function nameOf(line: GoodsLine): string {
  return line.receiptLine ?? line.orderLine ?? line.key;
}

function dueOn(billedOn: string, days: number | undefined): string | undefined {
  const day = new Date(`${billedOn}T00:00:00Z`);
  if (days === undefined || Number.isNaN(day.getTime())) return undefined;
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

/** One types at once in the first field that is not filled; Enter in a column of figures goes to the next line. */
function useFormKeys(first: number) {
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const part = form.current;
    part?.querySelectorAll<HTMLInputElement>('input:not([readonly])')[first]?.focus();
    const onKey = (event: KeyboardEvent) => {
      const field = event.target as HTMLElement;
      const { column } = field.dataset;
      if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || !column || !part) return;
      event.preventDefault();
      const all = [...part.querySelectorAll<HTMLElement>(`[data-column="${column}"]`)];
      all[all.indexOf(field) + 1]?.focus();
    };
    part?.addEventListener('keydown', onKey);
    return () => part?.removeEventListener('keydown', onKey);
  }, [first]);
  return form;
}
