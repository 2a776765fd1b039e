import type { OfAccounting } from '~/api/schemas';
import { sumOf } from '~/ui/decimals';
import { decimalOf, isQuantity, plain } from '~/ui/form/decimals';

type Received = OfAccounting['ExpectedOut'];
type ToCome = OfAccounting['ToComeOut'];
type Story = OfAccounting['BillStoryOut'];
type Sent = OfAccounting['SupplierBillIn'];

/** A line of goods as it stands on the screen: figures as they were typed. Of a receipt line, or of an order line. */
export interface GoodsLine {
  key: string;
  receiptLine: string | null;
  orderLine: string | null;
  product: string;
  source: string; // the number of the receipt, or of the order
  isToCome: boolean;
  open: string; // what may be billed of it, in stock units
  currency: string;
  quantity: string;
  price: string; // empty: the amount says it
  net: string; // empty: quantity × price
  taxClass: string;
}

/** What is billed beside goods, on an account. */
export interface ChargeLine {
  key: string;
  account: string;
  label: string;
  net: string;
  taxClass: string;
}

export interface Draft {
  supplier: string;
  number: string;
  billedOn: string;
  dueOn: string; // empty: by the supplier's terms
  goods: GoodsLine[];
  charges: ChargeLine[];
  statedTax: Record<string, string>; // rate → as the paper has it; rates that are not there are computed
  paperGross: string; // the total printed on the paper; empty: not compared
  received: string; // the electronic invoice that it is entered from
}

export const STANDARD = 'standard';
const PLACES = 6; // of a unit price

export function emptyDraft(today: string): Draft {
  return {
    supplier: '',
    number: '',
    billedOn: today,
    dueOn: '',
    goods: [],
    charges: [],
    statedTax: {},
    paperGross: '',
    received: '',
  };
}

/** All that a receipt line still has to bill, as it was received. */
export function goodsReceived(line: Received): GoodsLine {
  const price = unitPrice(line.open_amount, line.open_quantity);
  return {
    key: line.receipt_line_id,
    receiptLine: line.receipt_line_id,
    orderLine: null,
    product: line.product_id,
    source: line.receipt_number,
    isToCome: false,
    open: line.open_quantity,
    currency: line.currency,
    quantity: plain(line.open_quantity),
    price: price.isExact ? price.value : '',
    net: price.isExact ? '' : line.open_amount,
    taxClass: line.tax_class ?? STANDARD,
  };
}

/** What an order line still has to come, which may be billed before. */
export function goodsToCome(line: ToCome): GoodsLine {
  return {
    key: line.purchase_order_line_id,
    receiptLine: null,
    orderLine: line.purchase_order_line_id,
    product: line.product_id,
    source: line.purchase_order_number,
    isToCome: true,
    open: line.quantity,
    currency: line.currency,
    quantity: plain(line.quantity),
    price: plain(line.unit_price),
    net: '',
    taxClass: line.tax_class ?? STANDARD,
  };
}

export function newCharge(part: Partial<ChargeLine> = {}): ChargeLine {
  return { key: crypto.randomUUID(), account: '', label: '', net: '', taxClass: STANDARD, ...part };
}

/** A bill that was entered, to be corrected. */
export function draftOf(bill: Story): Draft {
  const taxClass = bill.tax_class || STANDARD;
  return {
    ...emptyDraft(bill.billed_on),
    supplier: bill.supplier_id,
    number: bill.supplier_number,
    dueOn: bill.due_on ?? '',
    goods: bill.lines.map((line) => {
      const price = unitPrice(line.net_amount, line.quantity);
      return {
        key: line.id,
        receiptLine: line.receipt_line_id,
        orderLine: line.receipt_line_id ? null : line.purchase_order_line_id,
        product: line.product_id ?? '',
        source: line.parts[0]?.receipt_number ?? line.purchase_order_number ?? '',
        isToCome: line.parts.length === 0,
        open: sumOf([line.quantity, `-${line.missing}`]),
        currency: bill.currency,
        quantity: plain(line.quantity),
        price: price.isExact ? price.value : '',
        net: price.isExact ? '' : line.net_amount,
        taxClass: line.tax_class || taxClass,
      };
    }),
    charges: bill.charges.map((it) =>
      newCharge({ account: it.account, label: it.label, net: it.net_amount, taxClass: it.tax_class || taxClass }),
    ),
    statedTax: Object.fromEntries(bill.taxes.filter((it) => it.tax !== it.computed).map((it) => [it.rate, it.tax])),
  };
}

/** A price for one, to the sixth decimal; `isExact`: so many of them are the amount again. */
export function unitPrice(amount: string, quantity: string): { value: string; isExact: boolean } {
  const [top, topPlaces] = digitsOf(amount);
  const [bottom, bottomPlaces] = digitsOf(quantity);
  if (bottom === 0n) return { value: '', isExact: false };
  const scaled = top * 10n ** BigInt(bottomPlaces + PLACES);
  const divisor = bottom * 10n ** BigInt(topPlaces);
  const text = (scaled / divisor).toString().padStart(PLACES + 1, '0');
  return { value: plain(`${text.slice(0, -PLACES)}.${text.slice(-PLACES)}`), isExact: scaled % divisor === 0n };
}

function digitsOf(value: string): [bigint, number] {
  const [whole = '0', fraction = ''] = value.split('.');
  return [BigInt(whole + fraction), fraction.length];
}

/** A line with another quantity, price or amount: the amount follows the first two, or says the price itself. */
export function edited(line: GoodsLine, part: Partial<GoodsLine>): GoodsLine {
  if (part.net !== undefined) return { ...line, ...part, price: part.net ? '' : line.price };
  if (part.price !== undefined) return { ...line, ...part, net: part.price ? '' : line.net };
  if (part.quantity === undefined || !line.net) return { ...line, ...part };
  const quantity = decimalOf(line.quantity);
  const price = quantity && Number(quantity) ? unitPrice(decimalOf(line.net) ?? '0', quantity).value : '';
  return { ...line, ...part, price, net: price ? '' : line.net };
}

export function isWhole(line: GoodsLine): boolean {
  const figures = [line.price, line.net].filter(Boolean);
  return isQuantity(line.quantity) && figures.length === 1 && figures.every((it) => decimalOf(it) !== null);
}

export function isWholeCharge(charge: ChargeLine): boolean {
  return charge.account !== '' && charge.label.trim() !== '' && isQuantity(charge.net);
}

/** What the service is asked, of the lines that can be read; and which those are. Null while there is nothing to ask. */
export function asked(draft: Draft): { body: Sent; goods: string[]; charges: string[] } | null {
  const goods = draft.goods.filter(isWhole);
  const charges = draft.charges.filter(isWholeCharge);
  const isDated = /^\d{4}-\d{2}-\d{2}$/.test(draft.billedOn);
  if (!draft.supplier || !isDated || goods.length + charges.length === 0) return null;
  const stated = Object.entries(draft.statedTax).flatMap(([rate, typed]) => {
    const tax = decimalOf(typed);
    return tax === null ? [] : [{ rate, tax }];
  });
  const body: Sent = {
    supplier_id: draft.supplier,
    supplier_number: draft.number.trim() || '–', // it is asked before it has its number
    billed_on: draft.billedOn,
    due_on: draft.dueOn || null,
    currency: goods[0]?.currency ?? null,
    tax_class: STANDARD,
    taxes: stated,
    lines: goods.map((line) => ({
      receipt_line_id: line.receiptLine,
      purchase_order_line_id: line.orderLine,
      quantity: decimalOf(line.quantity) ?? '',
      unit_price: line.price ? decimalOf(line.price) : null,
      net_amount: line.net ? decimalOf(line.net) : null,
      tax_class: line.taxClass,
    })),
    charges: charges.map((it) => ({
      account: it.account,
      label: it.label.trim(),
      net_amount: decimalOf(it.net) ?? '',
      tax_class: it.taxClass,
    })),
    received_invoice_id: draft.received || null,
  };
  return { body, goods: goods.map((it) => it.key), charges: charges.map((it) => it.key) };
}

/** Whether nothing is left to type. */
export function isComplete(draft: Draft): boolean {
  return asked(draft) !== null && draft.number.trim() !== '' && !missesFigures(draft);
}

function missesFigures(draft: Draft): boolean {
  const stated = Object.values(draft.statedTax).some((typed) => typed !== '' && decimalOf(typed) === null);
  return stated || !draft.goods.every(isWhole) || !draft.charges.every(isWholeCharge);
}

/** What the paper says more (below zero: less) than we compute; null while it is not compared. */
export function gapOf(draft: Draft, gross: string | undefined): string | null {
  const paper = decimalOf(draft.paperGross);
  return paper === null || gross === undefined ? null : sumOf([paper, `-${gross}`, '0.00']);
}

/** A supplier's number as the service compares it: `fa-2026/07` is `FA202607`. */
export function numberKey(number: string): string {
  return number.replace(/[^0-9A-Za-z]/g, '').toUpperCase() || number.trim().toUpperCase();
}
