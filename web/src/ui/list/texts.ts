import { findPartner, findProduct } from '~/api/names';

/** A partner's name for a file, where the list knows only the id. */
export async function partnerText(id: string): Promise<string> {
  return (await findPartner(id))?.name ?? id;
}

/** Partners' names by their ids, for many rows at once. */
export async function partnerTexts(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return new Map(await Promise.all(ids.map(async (id) => [id, await partnerText(id)] as const)));
}

/** A product's SKU for a file, where the list knows only the id. */
export async function productText(id: string): Promise<string> {
  return (await findProduct(id))?.sku ?? id;
}
