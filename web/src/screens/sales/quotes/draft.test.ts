import { expect, test } from 'vitest';

import { newLine } from '../entry/basket';
import { emptyDraft, isCounted, offeredLine, offerOf, pricedOf, textLine, type QuoteLine } from './draft';

const goods = (product: string, part: Partial<QuoteLine> = {}): QuoteLine => ({
  ...offeredLine(newLine(product)),
  ...part,
});
const draft = (...lines: QuoteLine[]) => ({
  ...emptyDraft(new Date('2026-11-26T10:00:00Z')),
  customer: 'c',
  warehouse: 'LYON',
  lines,
});

test('a quote is valid for thirty days unless somebody says otherwise', () =>
  expect(draft().validUntil).toBe('2026-12-26'));

test('words stand among the goods where they were written, and are not priced', () => {
  const written = draft({ ...textLine(), text: ' Salle A ' }, goods('p'));
  expect(offerOf(written)?.lines).toMatchObject([{ text: 'Salle A' }, { product_id: 'p', choice: 'fixed' }]);
  expect(pricedOf(written)?.lines.map((it) => it.product_id)).toEqual(['p']);
});

test('options and later alternatives are outside the total', () => {
  const lines = [
    goods('firm'),
    goods('option', { choice: 'option' }),
    goods('first', { choice: 'alternative', group: 'A' }),
    goods('second', { choice: 'alternative', group: 'A' }),
    goods('other', { choice: 'alternative', group: 'B' }),
  ];
  expect(lines.filter((line) => isCounted(line, lines)).map((it) => it.product)).toEqual(['firm', 'first', 'other']);
  expect(pricedOf(draft(...lines), true)?.lines).toHaveLength(3);
});

test.each([
  ['goods', [{ ...textLine(), text: 'words alone' }]],
  ['a group for its alternatives', [goods('p', { choice: 'alternative' })]],
  ['words on its line of words', [goods('p'), textLine()]],
])('nothing is written without %s', (_, lines) => expect(offerOf(draft(...lines))).toBeNull());
