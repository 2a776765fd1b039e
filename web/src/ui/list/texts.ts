import { findPartner, findProduct } from '~/api/names';

/** A partner's name for a file, where the list knows only the id. */
export async function partnerText(id: string): Promise<string> {
  return (await findPartner(id))?.name ?? id;
}

/** A product's SKU for a file, where the list knows only the id. */
export async function productText(id: string): Promise<string> {
  return (await findProduct(id))?.sku ?? id;
}
