import type { OfAccounting } from '~/api/schemas';
import { sumOf } from '~/ui/decimals';
import { decimalOf } from '~/ui/form/decimals';

/** A line as it is typed. */
export interface DraftLine {
  account: string;
  debit: string;
  credit: string;
}

const NO_AXES = { site: '', family: '', channel: '', customer_id: null }; // the service's own: by hand, none are given

export const EMPTY_LINE: DraftLine = { account: '', debit: '', credit: '' };

function figure(typed: string): string {
  return decimalOf(typed) ?? '0';
}

/** Debits less credits of all lines; "0.00" in sum: it balances. */
export function differenceOf(lines: readonly DraftLine[]): string {
  return sumOf(['0.00', ...lines.flatMap(({ debit, credit }) => [figure(debit), `-${figure(credit)}`])]);
}

/** Whether it can be sent: two lines or more, each on an account and on one side, and debits are credits. */
export function isComplete(lines: readonly DraftLine[]): boolean {
  const used = lines.filter((line) => line.account || line.debit || line.credit);
  const isOnOneSide = ({ debit, credit }: DraftLine) => Number(figure(debit)) > 0 !== Number(figure(credit)) > 0;
  return used.length >= 2 && used.every((line) => line.account && isOnOneSide(line)) && !Number(differenceOf(used));
}

/** The line with what the others lack. */
export function balanced(lines: readonly DraftLine[], position: number): DraftLine {
  const line = lines[position] ?? EMPTY_LINE;
  const gap = differenceOf(lines.filter((_, n) => n !== position));
  return gap.startsWith('-') ? { ...line, debit: gap.slice(1), credit: '' } : { ...line, debit: '', credit: gap };
}

/** The lines as the service takes them; rows that nothing is typed in are none. */
export function sent(lines: readonly DraftLine[]): OfAccounting['EntryLine'][] {
  return lines
    .filter((line) => line.account)
    .map(({ account, debit, credit }) => ({ account, debit: figure(debit), credit: figure(credit), axes: NO_AXES }));
}
