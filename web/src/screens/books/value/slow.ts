import { percentOf, rateOf } from '~/screens/pricing/shared/rates';

export interface TypedRule {
  days: string;
  rate: string; // percent
}

export interface Rule {
  days: number;
  rate: string; // of one
}

/** Rules as people read them: days, percent. */
export function typedOf(rules: readonly Rule[]): TypedRule[] {
  return rules.map(({ days, rate }) => ({ days: String(days), rate: percentOf(rate) }));
}

/** What was typed as the service takes it, lines that are empty left out; null while a figure is missing or none. */
export function rulesOf(typed: readonly TypedRule[]): Rule[] | null {
  const rules: Rule[] = [];
  for (const { days, rate } of typed) {
    if (days.trim() === '' && rate.trim() === '') continue;
    const share = rateOf(rate);
    if (!/^[1-9]\d{0,4}$/.test(days.trim()) || share === null || !(Number(share) > 0 && Number(share) <= 1))
      return null;
    rules.push({ days: Number(days), rate: share });
  }
  return rules;
}
