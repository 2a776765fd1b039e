import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { today } from '~/ui/days';
import { plain } from '~/ui/form/decimals';

import { emptyDraft, goodsReceived, goodsToCome, newCharge, STANDARD, type Draft, type GoodsLine } from './draft';
import { ratesOn } from './rates';

type Received = OfAccounting['ReceivedOut'];

/** Where one comes from: a supplier, a receipt or an order of his, an electronic invoice. Empty: from nowhere. */
export interface From {
  supplier: string;
  receipt: string;
  order: string;
  received: string;
}

const AT_ONCE = 200;

/** The bill as it can be filled before anything is typed. */
export async function startOf(from: From): Promise<Draft> {
  if (from.received) return ofReceived(from.received);
  const draft = { ...emptyDraft(today()), supplier: from.supplier };
  if (!from.supplier || (!from.receipt && !from.order)) return draft;
  const lines = await openLines({
    supplier_id: from.supplier,
    ...(from.receipt ? { receipt_id: from.receipt } : { purchase_order_id: from.order }),
  });
  return { ...draft, goods: lines.map(goodsReceived) };
}

async function openLines(of: { supplier_id: string; receipt_id?: string; purchase_order_id?: string }) {
  const query = { ...of, to_bill_only: true, limit: AT_ONCE };
  return (await api.GET('/api/accounting/v1/gr-ir/lines', { params: { query } })).data?.items ?? [];
}

async function ofReceived(id: string): Promise<Draft> {
  const params = { path: { invoice_id: id } };
  const { data: invoice } = await api.GET('/api/accounting/v1/received-invoices/{invoice_id}', { params });
  if (!invoice) return emptyDraft(today());
  const supplier = invoice.supplier_id ?? '';
  const [came, toCome, rates] = await Promise.all([
    supplier ? openLines({ supplier_id: supplier }) : [],
    supplier
      ? api.GET('/api/accounting/v1/gr-ir/to-come', { params: { query: { supplier_id: supplier, limit: AT_ONCE } } })
      : null,
    api.GET('/api/accounting/v1/tax-rates'),
  ]);
  const known = new Map<string, GoodsLine>();
  for (const line of toCome?.data?.items ?? []) known.set(line.purchase_order_line_id, goodsToCome(line));
  for (const line of came) known.set(line.purchase_order_line_id, goodsReceived(line));
  return receivedDraft(invoice, known, ratesOn(rates.data?.items ?? [], invoice.issued_on ?? today()));
}

/** An electronic invoice as a bill: its lines by the orders that they were matched to, the others as charges. */
export function receivedDraft(
  invoice: Received,
  known: ReadonlyMap<string, GoodsLine>,
  rates: readonly [string, string][],
): Draft {
  const classOf = (rate: string) => rates.find(([, known]) => Number(known) === Number(rate))?.[0] ?? STANDARD;
  return {
    ...emptyDraft(invoice.issued_on ?? today()),
    supplier: invoice.supplier_id ?? '',
    number: invoice.number,
    dueOn: invoice.due_on ?? '',
    paperGross: invoice.gross_amount,
    received: invoice.id,
    statedTax: Object.fromEntries(invoice.taxes.map(({ rate, tax }) => [plain(rate), tax])),
    goods: invoice.lines.flatMap((line) =>
      line.orders.map((part) => {
        const ours = known.get(part.purchase_order_line_id);
        return {
          key: `${line.position} ${part.purchase_order_line_id}`,
          receiptLine: null,
          orderLine: part.purchase_order_line_id,
          product: ours?.product ?? '',
          source: ours?.source ?? invoice.order_number,
          isToCome: ours?.isToCome ?? true,
          open: ours?.open ?? '0',
          currency: invoice.currency,
          quantity: plain(part.quantity),
          price: '',
          net: part.net_amount,
          taxClass: classOf(line.tax_rate),
        };
      }),
    ),
    charges: invoice.lines
      .filter((line) => line.orders.length === 0)
      .map((line) => newCharge({ label: line.name, net: line.net_amount, taxClass: classOf(line.tax_rate) })),
  };
}
