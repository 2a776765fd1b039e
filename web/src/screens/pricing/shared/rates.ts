import { decimalOf } from '~/ui/form/decimals';

/** "12,5" percent, as people type it, is the rate 0.125, digit by digit; null if it is no figure. May be below zero. */
export function rateOf(typed: string): string | null {
  const sign = /^\s*[-−]/.test(typed) ? '-' : '';
  const value = decimalOf(typed.replace(/^\s*[-−+]/, ''));
  return value === null ? null : sign + moved(value, -2);
}

/** The rate 0.125 is "12.5" percent. */
export function percentOf(rate: string): string {
  return rate.startsWith('-') ? `-${moved(rate.slice(1), 2)}` : moved(rate, 2);
}

function moved(value: string, places: number): string {
  const [whole = '0', fraction = ''] = value.split('.');
  const digits = `${places < 0 ? '0'.repeat(-places) : ''}${whole}${fraction}${places > 0 ? '0'.repeat(places) : ''}`;
  const point = whole.length + places + (places < 0 ? -places : 0);
  const before = digits.slice(0, point).replace(/^0+(?=\d)/, '');
  const after = digits.slice(point).replace(/0+$/, '');
  return after ? `${before}.${after}` : before;
}
