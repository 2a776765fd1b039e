import type { OfPurchasing } from '~/api/schemas';
import { isBelow } from '~/ui/decimals';
import { decimalOf, isQuantity, plain } from '~/ui/form/decimals';

/** A line that is being written. */
export interface AskedLine {
  key: string;
  product: string;
  packaging: string;
  quantity: string; // packagings, as typed
  neededOn: string;
  requestLine: string | null; // the need that it serves
}

export interface Asked {
  warehouse: string;
  respondBy: string;
  note: string;
  suppliers: readonly string[];
  lines: readonly AskedLine[];
}

export function newLine(part: Partial<AskedLine> = {}): AskedLine {
  const blank = { product: '', packaging: 'EACH', quantity: '', neededOn: '', requestLine: null };
  return { ...blank, ...part, key: crypto.randomUUID() };
}

/** What goes to the service; null while something is missing. */
export function rfqOf(asked: Asked): OfPurchasing['RfqIn'] | null {
  const { warehouse, respondBy, suppliers, lines } = asked;
  const isReady = warehouse && respondBy && suppliers.length > 0 && lines.length > 0;
  if (!isReady || !lines.every((line) => line.product && isQuantity(line.quantity))) return null;
  return {
    warehouse,
    respond_by: respondBy,
    note: asked.note.trim(),
    supplier_ids: [...suppliers],
    lines: lines.map((line) => ({
      product_id: line.product,
      packaging_code: line.packaging,
      quantity: decimalOf(line.quantity) ?? '',
      needed_on: line.neededOn || null,
      request_line_id: line.requestLine,
    })),
  };
}

/** What a supplier answers to a line, as typed. */
export interface Answer {
  price: string; // empty: he does not quote it
  quantity: string;
  minimum: string; // from how many on the price holds; empty: from the first
  leadTime: string;
  multiple: string; // sold by so many; empty: one by one
  validUntil: string; // the last day of this line; empty: that of the answer
  breaks: readonly Break[]; // what one costs from more on
}

export interface Break {
  key: string;
  from: string;
  price: string;
}

export function newBreak(part: Partial<Break> = {}): Break {
  return { from: '', price: '', ...part, key: crypto.randomUUID() };
}

export interface Answered {
  currency: string;
  freight: string;
  charges: string;
  validUntil: string;
  note: string;
  answers: Readonly<Record<string, Answer>>; // by line
}

export interface Quoted extends Answered {
  supplier: string;
}

/** The answer as services read it; null while something is missing or no figure. */
export function answerOf(answered: Answered): Omit<OfPurchasing['QuoteIn'], 'supplier_id'> | null {
  const { currency, validUntil } = answered;
  const answers = Object.entries(answered.answers).filter(([, { price }]) => price.trim() !== '');
  const freight = decimalOf(answered.freight || '0');
  const charges = decimalOf(answered.charges || '0');
  if (!validUntil || answers.length === 0 || freight === null || charges === null) return null;
  if (!answers.every(([, it]) => isReadable(it))) return null;
  return {
    currency: currency || null,
    freight,
    charges,
    valid_until: validUntil,
    note: answered.note.trim(),
    lines: answers.map(([rfq_line_id, it]) => ({
      rfq_line_id,
      unit_price: decimalOf(it.price) ?? '',
      quantity: decimalOf(it.quantity) ?? '',
      lead_time_days: Number(it.leadTime),
      minimum: decimalOf(it.minimum || '0') ?? '',
      multiple: decimalOf(it.multiple || '1') ?? '',
      valid_until: it.validUntil || null,
      breaks: saidBreaks(it).map(({ from, price }) => ({
        from_quantity: decimalOf(from) ?? '',
        unit_price: decimalOf(price) ?? '',
      })),
    })),
  };
}

/** The answer that a buyer was told; null while something is missing or no figure. */
export function quoteOf({ supplier, ...answered }: Quoted): OfPurchasing['QuoteIn'] | null {
  const answer = answerOf(answered);
  return answer && supplier ? { ...answer, supplier_id: supplier } : null;
}

function isReadable(answer: Answer): boolean {
  const isMinimum = decimalOf(answer.minimum || '0') !== null;
  const isLeadTime = /^\d{1,3}$/.test(answer.leadTime.trim());
  const isMultiple = isQuantity(answer.multiple || '1');
  const areBreaks = saidBreaks(answer).every(({ from, price }) => isQuantity(from) && decimalOf(price) !== null);
  return (
    decimalOf(answer.price) !== null &&
    isQuantity(answer.quantity) &&
    isMinimum &&
    isLeadTime &&
    isMultiple &&
    areBreaks
  );
}

/** Without those that were begun and left empty. */
function saidBreaks({ breaks }: Answer): Break[] {
  return breaks.filter(({ from, price }) => from.trim() !== '' || price.trim() !== '');
}

/** What is asked, all of it, with no price yet. */
export function blankAnswers(lines: readonly { id: string; quantity: string }[]): Record<string, Answer> {
  return Object.fromEntries(
    lines.map(({ id, quantity }) => [
      id,
      { price: '', quantity: plain(quantity), minimum: '', leadTime: '7', multiple: '', validUntil: '', breaks: [] },
    ]),
  );
}

/** The day so many days from now. */
export function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

type Compared = OfPurchasing['ComparedLineOut'];

/** Who gets each line: a supplier by line. */
export type Choices = Readonly<Record<string, string>>;

/** The best of each line that has an answer. */
export function bestChoices(items: readonly Compared[]): Choices {
  return Object.fromEntries(
    items.flatMap((item) => {
      const best = item.offers.find(({ is_best }) => is_best);
      return best ? [[item.rfq_line_id, best.supplier_id]] : [];
    }),
  );
}

/** Whether a line goes to somebody else than the best: then somebody says why. */
export function isAgainstBest(items: readonly Compared[], choices: Choices): boolean {
  const best = bestChoices(items);
  return Object.entries(choices).some(([line, supplier]) => best[line] !== supplier);
}

/** How many are awarded unless somebody says otherwise: what covers the question, or as much of it as the supplier sells. */
export function fullAward(asked: string, offer: OfPurchasing['ComparedOut']): string {
  return offer.nearest.at(-1) ?? (isBelow(offer.quantity, asked) ? offer.quantity : asked);
}

/** How many of a line are awarded, as typed: by line, where it is not all. */
export type Quantities = Readonly<Record<string, string | undefined>>;

/** What is awarded. */
export function awardsOf(
  items: readonly Compared[],
  choices: Choices,
  quantities: Quantities,
  reason: string,
): OfPurchasing['AwardIn'][] {
  const best = bestChoices(items);
  return items.flatMap((item) => {
    const supplier_id = choices[item.rfq_line_id];
    const offer = item.offers.find((it) => it.supplier_id === supplier_id);
    if (!supplier_id || !offer) return [];
    return [
      {
        rfq_line_id: item.rfq_line_id,
        supplier_id,
        quantity: decimalOf(quantities[item.rfq_line_id] ?? '') ?? fullAward(item.quantity, offer),
        reason: best[item.rfq_line_id] === supplier_id ? '' : reason.trim(),
      },
    ];
  });
}
