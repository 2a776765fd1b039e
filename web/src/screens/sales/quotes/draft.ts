import type { OfSales } from '~/api/schemas';
import { plain } from '~/ui/form/decimals';

import {
  EMPTY as EMPTY_BASKET,
  goodsOf,
  isReady,
  newLine,
  orderOf,
  writtenLine,
  type EntryLine,
} from '../entry/basket';

export const CHOICES = ['fixed', 'option', 'alternative'] as const;
const VALID_DAYS = 30;

/** A line of a quote as it stands on the screen: goods with their words, or words alone. */
export interface QuoteLine extends EntryLine {
  isText: boolean;
  text: string; // printed under the goods
  choice: OfSales['Choice'];
  group: string; // of alternatives
}

export interface Draft {
  customer: string;
  warehouse: string;
  reference: string;
  validUntil: string;
  leadTime: string; // days
  notes: string;
  shortage: OfSales['Shortage'];
  lines: QuoteLine[];
}

export function emptyDraft(today: Date): Draft {
  const until = new Date(today.getTime() + VALID_DAYS * 86_400_000);
  return {
    customer: '',
    warehouse: '',
    reference: '',
    validUntil: until.toISOString().slice(0, 10),
    leadTime: '',
    notes: '',
    shortage: 'backorder',
    lines: [],
  };
}

export function offeredLine(line: EntryLine): QuoteLine {
  return { ...line, isText: false, text: '', choice: 'fixed', group: '' };
}

export function textLine(): QuoteLine {
  return {
    ...offeredLine({ ...newLine(''), quantity: '' }),
    isText: true,
  };
}

/** What the customer takes unless he chooses otherwise: no option, and the first alternative of each group. */
export function isCounted(line: QuoteLine, lines: readonly QuoteLine[]): boolean {
  if (line.isText || line.choice === 'option') return false;
  const isSame = (it: QuoteLine) => it.choice === 'alternative' && it.group === line.group;
  return line.choice === 'fixed' || lines.find(isSame)?.key === line.key;
}

/** As an order, for its prices of now: all goods, or those that are counted. */
export function pricedOf(draft: Draft, onlyCounted = false): OfSales['OrderIn'] | null {
  const lines = draft.lines.filter((line) => !line.isText && (!onlyCounted || isCounted(line, draft.lines)));
  const { customer, warehouse, reference, shortage } = draft;
  return orderOf({ ...EMPTY_BASKET, customer, warehouse, reference, shortage, lines });
}

function isWritten(line: QuoteLine): boolean {
  if (line.isText) return line.text.trim() !== '';
  return isReady(line) && (line.choice !== 'alternative' || line.group.trim() !== '');
}

/** What the service is asked to write; null while something is missing. */
export function offerOf(draft: Draft): OfSales['OfferIn'] | null {
  const { customer, warehouse, lines, leadTime } = draft;
  const isWhole = customer && warehouse && lines.some((line) => !line.isText) && lines.every(isWritten);
  if (!isWhole || !(leadTime === '' || /^\d{1,3}$/.test(leadTime))) return null;
  return {
    customer_id: customer,
    warehouse,
    customer_reference: draft.reference.trim(),
    valid_until: draft.validUntil || null,
    lead_time_days: leadTime === '' ? null : Number(leadTime),
    notes: draft.notes.trim(),
    shortage: draft.shortage,
    lines: lines.map((line) =>
      line.isText
        ? { text: line.text.trim() }
        : {
            ...goodsOf(line),
            text: line.text.trim(),
            choice: line.choice,
            group: line.choice === 'alternative' ? line.group.trim() : null,
          },
    ),
  };
}

/** An edition as it can be written anew: prices that were set by hand stay, the others are calculated again. */
export function draftOf(offer: OfSales['OfferOut']): Draft {
  return {
    customer: offer.customer_id,
    warehouse: offer.warehouse,
    reference: offer.customer_reference,
    validUntil: offer.valid_until,
    leadTime: offer.lead_time_days === null ? '' : String(offer.lead_time_days),
    notes: offer.notes,
    shortage: offer.shortage,
    lines: offer.lines.map((line) => {
      if (line.kind === 'text') return { ...textLine(), text: line.text };
      const goods =
        line.kind === 'item'
          ? writtenLine(line)
          : { ...newLine(line.product_id), key: line.id, quantity: plain(line.quantity) };
      return { ...goods, isText: false, text: line.text, choice: line.choice, group: line.group ?? '' };
    }),
  };
}
