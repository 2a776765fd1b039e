import type { OfAccounting } from '~/api/schemas';
import { isBelow, sumOf } from '~/ui/decimals';
import { decimalOf } from '~/ui/form/decimals';

export type Entry = OfAccounting['BankEntryOut'];
export type Proposed = OfAccounting['ProposedEntryOut'];
export type Proposal = Proposed['proposals'][number];
export type Clearing = Proposal['clearing'];
export type OpenItem = OfAccounting['OpenItemOut'];
type OfPartner = Extract<Clearing, { kind: 'partner' }>;

/** From here on the service accepts a proposal together with others, without somebody looking at it. */
export const SURE = '0.95';

export function isSure(proposal: Proposal | undefined): boolean {
  return proposal !== undefined && !isBelow(proposal.confidence, SURE);
}

/** The proposal that Enter accepts: none where nothing is known, for then somebody has to say it. */
export function bestOf({ proposals }: Pick<Proposed, 'proposals'>): Proposal | null {
  const [best] = proposals;
  return best && best.clearing.kind !== 'suspense' ? best : null;
}

/** What somebody settles of one document, as typed. */
export interface Settled {
  amount: string;
  discount: string;
  writeOff: string;
}

export type ByDocument = Readonly<Record<string, Settled>>;

export const NOTHING: Settled = { amount: '', discount: '', writeOff: '' };

/** A document ticked: settled whole, or with what is left of the money. */
export function ticked(item: OpenItem, moved: string, others: ByDocument): Settled {
  const left = restOf(moved, others);
  if (!isPositive(left)) return { ...NOTHING, amount: '0' };
  return { ...NOTHING, amount: isBelow(left, item.open_amount) ? left : item.open_amount };
}

/** Money that no document is named for yet; below zero: more is settled than there is. */
export function restOf(moved: string, settled: ByDocument): string {
  const used = Object.values(settled).map(({ amount }) => `-${decimalOf(amount) ?? '0'}`);
  return sumOf([moved, ...used]);
}

/** What stays owed of a document after this. */
export function openAfter(item: OpenItem, settled: Settled | undefined): string {
  if (!settled) return item.open_amount;
  const { amount, discount, writeOff } = settled;
  return sumOf([item.open_amount, ...[amount, discount, writeOff].map((typed) => `-${decimalOf(typed) ?? '0'}`)]);
}

/** Whether every figure is one and no more is settled than there is, of the money or of a document. */
export function fits(moved: string, items: readonly OpenItem[], settled: ByDocument): boolean {
  const figures = Object.values(settled).flatMap(({ amount, discount, writeOff }) => [amount, discount, writeOff]);
  if (figures.some((typed) => typed.trim() !== '' && decimalOf(typed) === null)) return false;
  if (restOf(moved, settled).startsWith('-')) return false;
  return items.every((item) => !openAfter(item, settled[item.document_id]).startsWith('-'));
}

/** The decision as the service takes it. */
export function ofPartner(partner: string, settled: ByDocument, fee: string, isRestGivenUp: boolean): OfPartner {
  const parts = Object.entries(settled)
    .map(([document_id, typed]) => ({
      document_id,
      amount: decimalOf(typed.amount) ?? '0',
      discount: decimalOf(typed.discount) ?? '0',
      write_off: decimalOf(typed.writeOff) ?? '0',
    }))
    .filter(({ amount, discount, write_off }) => [amount, discount, write_off].some(isPositive));
  return {
    kind: 'partner',
    partner_id: partner,
    parts,
    fee: decimalOf(fee) ?? '0',
    rest: isRestGivenUp ? 'write-off' : 'on-account',
  };
}

/** The money of an entry whichever way it went, with what the bank kept or took for itself. */
export function movedBy({ amount }: Pick<Entry, 'amount'>, fee: string): string {
  const kept = decimalOf(fee) ?? '0';
  return amount.startsWith('-') ? sumOf([amount.slice(1), `-${kept}`]) : sumOf([amount, kept]);
}

function isPositive(value: string): boolean {
  return !value.startsWith('-') && /[1-9]/.test(value);
}
