import { decimalOf } from './decimals';

/** A rate typed in percent, "2,15", as services read it: "0.0215"; null if it is no figure. */
export function rateOf(percent: string): string | null {
  const value = decimalOf(percent);
  if (value === null) return null;
  const [whole = '0', fraction = ''] = value.split('.');
  const digits = whole.padStart(3, '0');
  const before = digits.slice(0, -2).replace(/^0+(?=\d)/, '');
  return `${before}.${digits.slice(-2)}${fraction}`;
}
