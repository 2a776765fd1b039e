import { plain } from '~/ui/form/decimals';
import { rateOf as unsignedRateOf } from '~/ui/form/rates';

/** "12,5" percent, as people type it, is the rate 0.125, digit by digit; null if it is no figure. May be below zero. */
export function rateOf(typed: string): string | null {
  const sign = /^\s*[-−]/.test(typed) ? '-' : '';
  const rate = unsignedRateOf(typed.replace(/^\s*[-−+]/, ''));
  return rate === null ? null : sign + plain(rate);
}

/** The rate 0.125 is "12.5" percent. */
export function percentOf(rate: string): string {
  const [whole = '0', fraction = ''] = rate.replace('-', '').split('.');
  const digits = fraction.padEnd(2, '0');
  const before = `${whole}${digits.slice(0, 2)}`.replace(/^0+(?=\d)/, '');
  return (rate.startsWith('-') ? '-' : '') + plain(`${before}.${digits.slice(2)}0`);
}
