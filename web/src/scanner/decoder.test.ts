import { RGBLuminanceSource } from '@zxing/library';
import { expect, test } from 'vitest';

import { codeIn } from './decoder';

const L = [
  '0001101',
  '0011001',
  '0010011',
  '0111101',
  '0100011',
  '0110001',
  '0101111',
  '0111011',
  '0110111',
  '0001011',
];
const PARITIES = ['LLLLLL', 'LLGLGG', 'LLGGLG', 'LLGGGL', 'LGLLGG', 'LGGLLG', 'LGGGLL', 'LGLGLG', 'LGLGGL', 'LGGLGL'];
const MODULE = 3; // pixels
const QUIET = 12; // modules
const HEIGHT = 60;

/** The bars of an EAN-13, as ISO/IEC 15420 draws them. */
function bars(code: string): string {
  const digits = Array.from(code, Number);
  const inverse = (bits: string) => Array.from(bits, (bit) => (bit === '1' ? '0' : '1')).join('');
  const right = (digit: number) => inverse(L[digit] ?? '');
  const left = (digit: number, parity: string | undefined) =>
    parity === 'G' ? Array.from(right(digit)).reverse().join('') : (L[digit] ?? '');
  const first = digits.slice(1, 7).map((digit, n) => left(digit, PARITIES[digits[0] ?? 0]?.[n]));
  return ['101', ...first, '01010', ...digits.slice(7).map(right), '101'].join('');
}

function picture(code: string): RGBLuminanceSource {
  const margin = '0'.repeat(QUIET);
  const row = Array.from(margin + bars(code) + margin).flatMap((bit) =>
    Array<number>(MODULE).fill(bit === '1' ? 0 : 255),
  );
  const lights = Uint8ClampedArray.from(Array.from({ length: HEIGHT }, () => row).flat());
  return new RGBLuminanceSource(lights, row.length, HEIGHT);
}

test.each(['4006381333931', '3017620422003', '9780201379624'])('the bars of %s are read', (code) => {
  expect(codeIn(picture(code))).toBe(code);
});

test('bars with a wrong check digit are no code, nor is an empty picture', () => {
  expect(codeIn(picture('4006381333932'))).toBeUndefined();
  expect(codeIn(new RGBLuminanceSource(new Uint8ClampedArray(300 * HEIGHT).fill(255), 300, HEIGHT))).toBeUndefined();
});
