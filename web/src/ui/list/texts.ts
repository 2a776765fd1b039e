import { findPartner } from '~/api/names';

/** A partner's name for a file, where the list knows only the id. */
export async function partnerText(id: string): Promise<string> {
  return (await findPartner(id))?.name ?? id;
}
