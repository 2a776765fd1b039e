import type { OfAccounting } from '~/api/schemas';
import { sumOf } from '~/ui/decimals';

type Balance = OfAccounting['BalanceOut'];

export interface AccountClass {
  code: string; // the first digit
  accounts: Balance[];
  opening: string;
  debit: string;
  credit: string;
  balance: string;
}

/** Accounts by the class of the chart that they belong to, with the sums of each. */
export function byClass(accounts: readonly Balance[]): AccountClass[] {
  const codes = [...new Set(accounts.map(({ account }) => account.slice(0, 1)))].sort();
  return codes.map((code) => {
    const own = accounts.filter(({ account }) => account.startsWith(code));
    const sum = (name: 'opening' | 'debit' | 'credit' | 'balance') => sumOf(own.map((each) => each[name]));
    return {
      code,
      accounts: own,
      opening: sum('opening'),
      debit: sum('debit'),
      credit: sum('credit'),
      balance: sum('balance'),
    };
  });
}
