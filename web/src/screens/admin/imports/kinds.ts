/** What can be imported from files, by whom, and where. All kinds have endpoints of one shape. */
import { api } from '~/api/client';
import type { OfCatalog } from '~/api/schemas';

export type Run = OfCatalog['ImportOut'];
export type Shape = OfCatalog['ImportShapeOut'];
export type Column = OfCatalog['ImportColumnOut'];
export type Line = OfCatalog['ImportLineOut'];
export type Verdict = NonNullable<Line['verdict']>;
export type Decision = NonNullable<Line['decision']>;

export const VERDICTS = ['new', 'change', 'same', 'duplicate', 'refused'] as const satisfies readonly Verdict[];

/** Ours are typed after the first: the others answer the same. */
const FIRST = '/api/catalog/v1/product-imports';
type Base = typeof FIRST;

const at = (path: string) => path as Base;

export const KINDS = {
  product: { base: at(FIRST), permission: 'catalog.products.write', decisions: ['merge', 'create', 'skip'] },
  partner: {
    base: at('/api/catalog/v1/partner-imports'),
    permission: 'catalog.partners.write',
    decisions: ['merge', 'create', 'skip'],
  },
  'opening-stock': {
    base: at('/api/inventory/v1/opening-stock-imports'),
    permission: 'inventory.opening.write',
    decisions: ['create', 'skip'],
  },
} as const satisfies Record<string, { base: Base; permission: string; decisions: readonly Decision[] }>;

export type Kind = keyof typeof KINDS;

/** What is compared with what holds before it does has a screen of its own. */
export const ELSEWHERE = [
  { kind: 'prices', path: '/price-lists', permission: 'pricing.prices.write' },
  { kind: 'costs', path: '/supplier-prices/import', permission: 'purchasing.prices.write' },
] as const;

/** Our column that a fault is about: services name the field of the record, however deep it is. */
export function columnOf(field: string): string {
  return field.split('.').findLast((part) => !/^\d+$/.test(part)) ?? field;
}

/** How many lines there are to deal with: what was written, where it is taken back, else what the check lets be written. */
export function goalOf({ counts, done, status, written }: Run): number {
  if (status === 'undoing') return written;
  const open = ['new', 'change', 'duplicate'].reduce((sum, verdict) => sum + (counts[verdict] ?? 0), 0);
  return Math.max(open, done);
}

export const isKind = (text: string): text is Kind => text in KINDS;

const under = <P extends string>(kind: Kind, path: P): `${Base}${P}` => `${KINDS[kind].base}${path}`;

export async function shapeOf(kind: Kind): Promise<Shape | undefined> {
  return (await api.GET(under(kind, '/shape'))).data;
}

export async function pastOf(kind: Kind): Promise<Run[]> {
  const query = { sort: '-created_at', limit: 50 };
  return (await api.GET(KINDS[kind].base, { params: { query } })).data?.items ?? [];
}

export async function readFile(kind: Kind, file: File, mapping: string): Promise<Run | undefined> {
  const query = { file_name: file.name.slice(-200), ...(mapping ? { mapping_name: mapping } : {}) };
  const { data } = await api.POST(KINDS[kind].base, {
    params: { query },
    body: '',
    bodySerializer: () => file,
    headers: { 'Content-Type': 'application/octet-stream' },
  });
  return data;
}

const one = (id: string) => ({ path: { run_id: id } });

export async function runOf(kind: Kind, id: string): Promise<Run | undefined> {
  return (await api.GET(under(kind, '/{run_id}'), { params: one(id) })).data;
}

export async function linesOf(kind: Kind, id: string, query: { verdict?: Verdict; limit: number; cursor?: string }) {
  const params = { ...one(id), query: { sort: 'position', ...query } };
  return (await api.GET(under(kind, '/{run_id}/lines'), { params })).data ?? { items: [] };
}

export function check(kind: Kind, id: string, body: OfCatalog['CheckIn']) {
  return api.POST(under(kind, '/{run_id}/check'), { params: one(id), body });
}

export function decide(kind: Kind, id: string, decision: Decision, positions: number[] | null) {
  return api.POST(under(kind, '/{run_id}/decide'), { params: one(id), body: { decision, positions } });
}

export function apply(kind: Kind, id: string, mode: OfCatalog['ApplyImportIn']['mode']) {
  return api.POST(under(kind, '/{run_id}/apply'), { params: one(id), body: { mode } });
}

export function undo(kind: Kind, id: string) {
  return api.POST(under(kind, '/{run_id}/undo'), { params: one(id) });
}

/** Whether somebody is writing it, or taking it back. */
export function isUnderWay({ status }: Run) {
  return status === 'applying' || status === 'undoing';
}
