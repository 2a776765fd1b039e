/** From a code to what it stands for: places on the device alone, products from the service, or remembered from before. */
import { api } from '~/api/client';
import { Refused } from '~/api/problem';

import { readCode, Unreadable, type Said } from './gs1';
import type { Product, Scanned } from './work';

/** Nobody knows the code; the reason, if any, is why the service refuses it. */
export class NotUnderstood extends Error {
  constructor(readonly reason = '') {
    super(reason);
  }
}

interface Known {
  id: string;
  sku: string;
  name: string;
  quantity: string;
}

const KNOWN = 'comptoir.scanner.products';
const KNOWN_MAX = 5000;
const PATIENCE_MS = 5_000; // a network that takes longer is none

export async function understand(code: string, language: string): Promise<Scanned> {
  const place = /^([A-Za-z0-9][\w./-]{0,39}):([A-Za-z0-9][\w./-]{0,39})$/.exec(code.replace(/^\]C0/, ''));
  if (place) return { place: { warehouse: place[1] ?? '', location: place[2] ?? '' } };
  const said = saidBy(code);
  const key = said?.gtin ?? code;
  if (!navigator.onLine) return { product: product(remembered(key, said), said) };
  const found = await asked(code);
  if (found === 'nobody') return { product: product(remembered(key, said), said) };
  if (!found || found.refused || !found.product_id) throw new NotUnderstood(found?.refused?.reason);
  const name = (language === 'en' && found.name_en) || found.name_fr || '';
  const each = { id: found.product_id, sku: found.sku ?? '', name, quantity: found.quantity ?? '1' };
  if (!said?.count && !said?.isMeasured) remember(key, each);
  return { product: product(each, said) };
}

/** What the service makes of a code; nobody answers where the network is too weak. */
async function asked(code: string) {
  try {
    const { data } = await api.POST('/api/catalog/v1/scans', {
      body: { codes: [code] },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return data?.items[0];
  } catch (error) {
    if (error instanceof Refused) throw error;
    return 'nobody' as const;
  }
}

function product(each: Known, said: Said | undefined): Product {
  return { ...each, lot: said?.lot ?? said?.serial, expiresOn: said?.expires_on };
}

/** From memory; not what only the service can work out. */
function remembered(key: string, said: Said | undefined): Known {
  const each = known()[key];
  if (!each || said?.isMeasured) throw new NotUnderstood();
  if (!said?.count) return each;
  if (!/^\d+$/.test(each.quantity)) throw new NotUnderstood();
  return { ...each, quantity: String(BigInt(each.quantity) * BigInt(said.count)) };
}

/** What GS1 says; our own references are none of it. */
function saidBy(code: string): Said | undefined {
  try {
    return readCode(code, new Date());
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

function known(): Record<string, Known> {
  return JSON.parse(localStorage.getItem(KNOWN) ?? '{}') as Record<string, Known>;
}

function remember(key: string, each: Known): void {
  const kept = Object.entries(known())
    .filter(([other]) => other !== key)
    .slice(-(KNOWN_MAX - 1));
  localStorage.setItem(KNOWN, JSON.stringify(Object.fromEntries([...kept, [key, each]])));
}
