import { askByLink } from '~/api/linked';
import type { OfPurchasing } from '~/api/schemas';
import { blankAnswers, inDays, newBreak, type Answered } from '~/screens/buying/rfqs/rfq';
import { plain } from '~/ui/form/decimals';

type QuoteLine = OfPurchasing['QuoteLineOut'];

/** A request for quotes as one supplier sees it by the secret of his link. */
export interface Invitation {
  number: string;
  company: string;
  supplier: string;
  respond_by: string;
  note: string;
  currency: string;
  standing: OfPurchasing['InvitedOut']['standing'];
  is_open: boolean;
  version: number | null;
  lines_won: number;
  lines: {
    id: string;
    sku: string;
    name: string;
    packaging_code: string;
    quantity: string;
    needed_on: string | null;
  }[];
  answer: {
    currency: string;
    freight: string;
    charges: string;
    valid_until: string;
    note: string;
    lines: QuoteLine[];
  } | null;
}

/** Ask by the secret of a supplier's link. @throws Refused */
export function invited(path: string, secret: string, body?: unknown): Promise<Response> {
  return askByLink('rfq', path, secret, body);
}

/** What he said before, to say it again; or nothing yet. A line that he did not quote has no price. */
export function answeredBefore({ answer, lines, currency }: Invitation): Answered {
  const blank = blankAnswers(lines);
  if (!answer) return { currency, freight: '', charges: '', validUntil: inDays(30), note: '', answers: blank };
  const said = answer.lines.map((line) => [line.rfq_line_id, typed(line)] as const);
  return {
    currency: answer.currency,
    freight: charge(answer.freight),
    charges: charge(answer.charges),
    validUntil: answer.valid_until,
    note: answer.note,
    answers: { ...blank, ...Object.fromEntries(said) },
  };
}

function typed(line: QuoteLine) {
  return {
    price: plain(line.unit_price),
    quantity: plain(line.quantity),
    minimum: charge(line.minimum),
    leadTime: String(line.lead_time_days),
    validUntil: line.valid_until ?? '',
    multiple: Number(line.multiple) === 1 ? '' : plain(line.multiple),
    breaks: line.breaks.map((each) => newBreak({ from: plain(each.from_quantity), price: plain(each.unit_price) })),
  };
}

function charge(amount: string): string {
  return /[1-9]/.test(amount) ? plain(amount) : '';
}
