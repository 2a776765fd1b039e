import type { OfAccounting } from '~/api/schemas';
import { sumOf } from '~/ui/decimals';

type Balance = OfAccounting['BalanceOut'];

/** An account, or the sums of a class of the chart, whose code is the first digit. */
export type BalanceRow = Balance & { isClass: boolean };

/** Accounts in their order, each class under the sums of its accounts. */
export function withClasses(accounts: readonly Balance[]): BalanceRow[] {
  const codes = [...new Set(accounts.map(({ account }) => account.slice(0, 1)))].sort();
  return codes.flatMap((code) => {
    const own = accounts.filter(({ account }) => account.startsWith(code));
    const sum = (name: 'opening' | 'debit' | 'credit' | 'balance') => sumOf(own.map((each) => each[name]));
    const sums = { opening: sum('opening'), debit: sum('debit'), credit: sum('credit'), balance: sum('balance') };
    const head = { account: code, name_fr: '', name_en: '', ...sums, isClass: true };
    return [head, ...own.map((each) => ({ ...each, isClass: false }))];
  });
}
