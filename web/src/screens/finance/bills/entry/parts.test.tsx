// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';

import type { OfAccounting } from '~/api/schemas';
import { show } from '~/testing/dom';

import { emptyDraft, goodsReceived, type Draft } from './draft';
import { GoodsRow } from './GoodsRow';
import { Received } from './Received';
import { Totals } from './Totals';

type Open = OfAccounting['ExpectedOut'];
type Checked = OfAccounting['CheckedBillOut'];

const open = (id: string, receipt: string, order: string, currency = 'EUR'): Open => ({
  receipt_line_id: id,
  receipt_id: receipt,
  receipt_number: receipt,
  supplier_id: 's',
  purchase_order_id: order,
  purchase_order_line_id: `${order} ${id}`,
  purchase_order_number: order,
  product_id: '',
  tax_class: null,
  received_on: '2026-03-02',
  days: 3,
  open_quantity: '10',
  open_value: '30.00',
  currency,
  open_amount: '30.00',
});

const checked: Checked = {
  due_on: '2026-04-04',
  taken_by: null,
  net_amount: '40.00',
  tax_amount: '8.00',
  gross_amount: '48.00',
  currency: 'EUR',
  taxes: [{ rate: '0.2', base: '40.00', tax: '8.00', computed: '8.00' }],
  tolerance: { price_rate: '0.02', price_amount: '10.00' },
  lines: [
    {
      quantity: '10',
      net_amount: '40.00',
      received_amount: '30.00',
      missing: '0',
      difference: '10.00',
      findings: [{ kind: 'price', at_risk: '10.00', reason: '' }],
    },
  ],
  findings: [],
  entries: [],
};
const check = { bill: checked, lineOf: () => checked.lines[0] ?? null, isFresh: true, error: null };

function ToBill({ billed = [], onBill }: { billed?: string[]; onBill: (lines: readonly Open[]) => void }) {
  const lines = [open('1', 'RE-1', 'PO-1'), open('2', 'RE-1', 'PO-2'), open('3', 'RE-2', 'PO-1')];
  const all = { lines, isPending: false, hasMore: false, more: () => {}, error: null };
  return <Received open={all} billed={new Set(billed)} currency={null} onBill={onBill} />;
}

const idsOf = (onBill: ReturnType<typeof vi.fn>) =>
  (onBill.mock.lastCall?.[0] as Open[] | undefined)?.map((it) => it.receipt_line_id);

test('a receipt is billed in one click, and so is an order, or all', async () => {
  const onBill = vi.fn();
  await show(<ToBill onBill={onBill} />);
  await userEvent.click(screen.getByRole('button', { name: 'Bill RE-1' }));
  expect(idsOf(onBill)).toEqual(['1', '2']);
  await userEvent.click(screen.getByText('By order'));
  await userEvent.click(screen.getByRole('button', { name: 'Bill PO-1' }));
  expect(idsOf(onBill)).toEqual(['1', '3']);
  await userEvent.click(screen.getByRole('button', { name: 'Bill all' }));
  expect(idsOf(onBill)).toHaveLength(3);
});

test('what is searched is what is billed, and nothing is billed twice', async () => {
  const onBill = vi.fn();
  await show(<ToBill billed={['1', 'PO-1 3']} onBill={onBill} />); // the second by its order line
  expect(screen.getByText('1 line')).toBeTruthy();
  await userEvent.type(screen.getByRole('searchbox'), 'po-2');
  await userEvent.click(screen.getByRole('button', { name: 'Bill all' }));
  expect(idsOf(onBill)).toEqual(['2']);
});

test('one bill has one currency', async () => {
  const lines = [open('1', 'RE-1', 'PO-1'), open('2', 'RE-2', 'PO-2', 'USD')];
  const all = { lines, isPending: false, hasMore: false, more: () => {}, error: null };
  await show(<Received open={all} billed={new Set()} currency="USD" onBill={() => {}} />);
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Bill RE-1' }).disabled).toBe(true);
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Bill RE-2' }).disabled).toBe(false);
});

function Typed() {
  const [draft, setDraft] = useState<Draft>(emptyDraft('2026-03-05'));
  return <Totals draft={draft} check={check} onEdit={(part) => setDraft({ ...draft, ...part })} />;
}

test('the paper is compared while it is typed', async () => {
  await show(<Typed />);
  const paper = screen.getByLabelText('Total with VAT printed on the bill');
  await userEvent.type(paper, '47');
  expect(screen.getByText('Differs from the paper: -€1.00')).toBeTruthy();
  await userEvent.clear(paper);
  await userEvent.type(paper, '48.00');
  expect(screen.getByText('Same as on paper')).toBeTruthy();
  expect(screen.getByText('A dispute will be opened:')).toBeTruthy();
});

test('the tax of a rate is computed, until the paper says another', async () => {
  const onEdit = vi.fn();
  await show(<Totals draft={emptyDraft('2026-03-05')} check={check} onEdit={onEdit} />);
  const tax = screen.getByLabelText('VAT 20.0% on €40.00');
  expect(tax.getAttribute('placeholder')).toBe('€8.00');
  await userEvent.type(tax, '9');
  expect(onEdit).toHaveBeenLastCalledWith({ statedTax: { '0.2': '9' } });
});

test('a line says what is beyond the tolerance; its amount takes the place of its price', async () => {
  const onEdit = vi.fn();
  const line = goodsReceived(open('1', 'RE-1', 'PO-1'));
  await show(
    <GoodsRow
      line={line}
      position={0}
      checked={check.lineOf()}
      taxClasses={[{ value: 'standard', label: '20%' }]}
      fault={() => undefined}
      onEdit={onEdit}
      onRemove={() => {}}
    />,
  );
  expect(screen.getByText('+€10.00, beyond tolerance')).toBeTruthy();
  await userEvent.type(screen.getByLabelText('Net amount, line 1'), '4');
  expect(onEdit).toHaveBeenLastCalledWith({ ...line, net: '4', price: '' });
});
