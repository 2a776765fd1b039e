import { expect, test } from 'vitest';

import { en } from './en';
import { fr } from './fr';
import { unbroken } from './index';

type Texts = { [key: string]: string | Texts };

const flat = (texts: Texts, path = ''): [string, string][] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as [string, string]] : flat(value, `${path}${key}.`),
  );
const gaps = (text: string) => (text.match(/{{\w+}}/g) ?? []).sort();

test('both languages say the same things about the same values', () => {
  const [french, english] = [new Map(flat(fr)), new Map(flat(en))];
  expect([...english.keys()].sort()).toEqual([...french.keys()].sort());
  for (const [key, text] of french) expect(gaps(english.get(key) ?? ''), key).toEqual(gaps(text));
});

test('no text is empty', () => {
  expect([...flat(fr), ...flat(en)].filter(([, text]) => !text.trim())).toEqual([]);
});

test('French punctuation never begins a line', () => {
  expect(unbroken('Un prix ; « net » : combien ? 10 %')).toBe(
    'Un prix\u00a0; «\u00a0net\u00a0»\u00a0: combien\u00a0? 10 %',
  );
});
