import { api } from '~/api/client';
import type { PastedLine } from '~/ui/form/pasted';

import { newLine, type EntryLine } from './basket';

interface Found {
  product: string;
  packaging: string;
}

/** Lines of what was typed, scanned or pasted; codes that stand for nothing come back beside them. */
export async function linesOfCodes(
  asked: readonly PastedLine[],
  customer: string,
): Promise<{ lines: EntryLine[]; unknown: string[] }> {
  const ours = await scanned(asked.map(({ code }) => code));
  const found = new Map(ours.flatMap((each, position) => (each ? [[position, each] as const] : [])));
  const others = asked.map((_, position) => position).filter((position) => !found.has(position));
  if (customer && others.length > 0) {
    for (const [position, each] of await ofCustomer(asked, others, customer)) found.set(position, each);
  }
  const lines = asked.flatMap(({ quantity, price }, position) => {
    const each = found.get(position);
    return each ? [{ ...newLine(each.product), packaging: each.packaging, quantity, price }] : [];
  });
  return { lines, unknown: asked.filter((_, position) => !found.has(position)).map(({ code }) => code) };
}

/** What the customer calls by codes of his own, by their positions. */
async function ofCustomer(
  asked: readonly PastedLine[],
  others: number[],
  customer: string,
): Promise<(readonly [number, Found])[]> {
  const { data } = await api.POST('/api/catalog/v1/partners/{partner_id}/product-codes/lookup', {
    params: { path: { partner_id: customer } },
    body: { codes: others.map((position) => asked[position]?.code ?? '') },
  });
  return (data?.items ?? []).flatMap(({ product_id, packaging_code }, n) =>
    product_id ? [[others[n] ?? 0, { product: product_id, packaging: packaging_code ?? '' }] as const] : [],
  );
}

async function scanned(codes: string[]): Promise<(Found | null)[]> {
  const { data } = await api.POST('/api/catalog/v1/scans', { body: { codes } });
  return (data?.items ?? []).map((it) =>
    it.product_id && !it.refused ? { product: it.product_id, packaging: it.packaging_code ?? '' } : null,
  );
}
