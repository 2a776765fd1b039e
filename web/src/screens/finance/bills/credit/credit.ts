import type { OfAccounting } from '~/api/schemas';
import { isBelow } from '~/ui/decimals';
import { decimalOf, isQuantity, plain } from '~/ui/form/decimals';

type Received = OfAccounting['ExpectedOut'];
type Story = OfAccounting['BillStoryOut'];

/** A line of a credit note as it is typed: goods that went back, or the price alone. */
export interface CreditLine {
  receiptLine: string;
  product: string;
  source: string; // the number of the receipt
  currency: string;
  back: string; // went back and is not credited; zero: only the price
  quantity: string; // empty: only the price
  net: string; // empty: the line is not credited
}

export interface Credit {
  supplier: string;
  number: string;
  creditedOn: string;
  taxClass: string;
  tax: string; // as the paper has it; empty: computed
  bill: string; // that it is about
  lines: CreditLine[];
}

/** Goods that went back after they were billed: what the supplier owes for them. */
export function goneBack(line: Received): CreditLine {
  const back = line.open_quantity.replace('-', '');
  return {
    receiptLine: line.receipt_line_id,
    product: line.product_id,
    source: line.receipt_number,
    currency: line.currency,
    back,
    quantity: Number(back) ? plain(back) : '',
    net: line.open_amount.replace('-', ''),
  };
}

/** The lines of a bill, receipt by receipt: the price of those that are billed above what they were received at. */
export function ofBill(bill: Story): CreditLine[] {
  const isDear = (line: Story['lines'][number]) => isBelow('0', line.difference);
  return bill.lines.flatMap((line) =>
    line.parts.map((part) => ({
      receiptLine: part.receipt_line_id,
      product: line.product_id ?? '',
      source: part.receipt_number,
      currency: bill.currency,
      back: '0',
      quantity: '',
      net: isDear(line) ? line.difference : '',
    })),
  );
}

/** Two sources of one receipt line are one line: goods that went back say more than a price. */
export function merged(lines: readonly CreditLine[]): CreditLine[] {
  const found = new Map<string, CreditLine>();
  for (const line of lines) {
    const known = found.get(line.receiptLine);
    if (!known || (!Number(known.back) && Number(line.back))) found.set(line.receiptLine, line);
  }
  return [...found.values()];
}

export function isWhole(line: CreditLine): boolean {
  return isQuantity(line.net) && (line.quantity === '' || decimalOf(line.quantity) !== null);
}

/** What the service is asked; null while something is missing. Lines without an amount are not credited. */
export function asked(credit: Credit): OfAccounting['SupplierCreditIn'] | null {
  const lines = credit.lines.filter((line) => line.net.trim() !== '');
  const isDated = /^\d{4}-\d{2}-\d{2}$/.test(credit.creditedOn);
  const tax = credit.tax ? decimalOf(credit.tax) : null;
  const [first] = lines;
  if (!first || !credit.supplier || !isDated || !lines.every(isWhole) || (credit.tax && tax === null)) return null;
  return {
    supplier_id: credit.supplier,
    supplier_number: credit.number.trim() || '–', // it is asked before it has its number
    credited_on: credit.creditedOn,
    currency: first.currency,
    tax_class: credit.taxClass,
    tax_amount: tax,
    bill_id: credit.bill || null,
    lines: lines.map((line) => ({
      receipt_line_id: line.receiptLine,
      quantity: decimalOf(line.quantity) ?? '0',
      net_amount: decimalOf(line.net) ?? '',
    })),
  };
}
