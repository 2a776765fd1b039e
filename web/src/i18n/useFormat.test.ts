import { expect, test } from 'vitest';

import { formatOf } from './useFormat';

const plain = (text: string) => text.replaceAll(/[\u00A0\u202F]/g, ' ');

test('figures and dates are written as each language does', () => {
  const [french, english] = [formatOf('fr'), formatOf('en')];
  expect(plain(french.money('1234567.8'))).toBe('1 234 567,80 €');
  expect(english.money('1234567.8')).toBe('€1,234,567.80');
  expect(plain(french.rate('0.1234'))).toBe('12,3 %');
  expect(french.date('2013-01-05')).toBe('05 janv. 2013');
  expect(english.date('2013-01-05')).toBe('05 Jan 2013');
});

test('a decimal too long for a float keeps its digits', () => {
  expect(formatOf('en').number('9007199254740993.000001')).toBe('9,007,199,254,740,993.000001');
});

test.each([null, undefined, ''])('%j is shown as nothing, not as zero', (nothing) => {
  expect(formatOf('en').money(nothing)).toBe('–');
});
