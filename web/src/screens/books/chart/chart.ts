import type { OfAccounting } from '~/api/schemas';

export type Account = OfAccounting['AccountOut'];

/** An account as people read it, in their language. */
export function nameOf(account: Pick<Account, 'name_fr' | 'name_en'>, language: string): string {
  return language === 'fr' ? account.name_fr : account.name_en;
}

/** The account that a longer code is a part of, 60611 of 606; none that is shorter is there. */
export function parentOf(code: string, accounts: readonly Account[]): Account | undefined {
  const known = new Map(accounts.map((account) => [account.code, account]));
  for (let length = code.length - 1; length > 1; length -= 1) {
    const found = known.get(code.slice(0, length));
    if (found) return found;
  }
  return undefined;
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Those whose code starts with what is searched, or whose names, in either language, have each word of it. */
export function searched(accounts: readonly Account[], text: string): readonly Account[] {
  const words = plain(text).split(/\s+/).filter(Boolean);
  return accounts.filter((account) => {
    const names = plain(`${account.name_fr} ${account.name_en}`);
    return words.every((word) => account.code.startsWith(word) || names.includes(word));
  });
}
