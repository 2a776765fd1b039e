import { expect, test } from 'vitest';

import { xlsxOf } from './xlsx';

/** The stored parts of the archive, each with what its header says of it. */
async function partsOf(file: Blob): Promise<Record<string, string>> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const view = new DataView(bytes.buffer);
  const parts: Record<string, string> = {};
  const decoder = new TextDecoder();
  let at = 0;
  while (view.getUint32(at, true) === 0x04034b50) {
    const size = view.getUint32(at + 18, true);
    const length = view.getUint16(at + 26, true);
    const start = at + 30 + length;
    parts[decoder.decode(bytes.subarray(at + 30, start))] = decoder.decode(bytes.subarray(start, start + size));
    at = start + size;
  }
  return parts;
}

test('figures are numbers, texts are texts whatever they begin with', async () => {
  const file = xlsxOf(
    ['Article', 'Prix'],
    [
      [
        { text: '=1+1 & <b>', isFigure: false },
        { text: '-12.50', isFigure: true },
      ],
      [
        { text: '00123', isFigure: false },
        { text: '=A1', isFigure: true },
      ],
      [
        { text: 'Vis \u0001 \uD83D\uDD29 \uD83D', isFigure: false },
        { text: '', isFigure: true },
      ],
    ],
  );
  const sheet = (await partsOf(file))['xl/worksheets/sheet1.xml'] ?? '';
  const texts = [...sheet.matchAll(/<t xml:space="preserve">([^<]*)<\/t>/g)].map(([, text]) => text);
  expect(texts).toEqual(['Article', 'Prix', '=1+1 &amp; &lt;b&gt;', '00123', '=A1', 'Vis  \uD83D\uDD29 ']);
  expect([...sheet.matchAll(/<v>([^<]*)<\/v>/g)].map(([, value]) => value)).toEqual(['-12.50']);
  expect(sheet).not.toContain('<f>');
});

test('the same rows give the same file, which begins and ends as archives do', async () => {
  const rows = [[{ text: 'é', isFigure: false }]];
  const one = new Uint8Array(await xlsxOf(['a'], rows).arrayBuffer());
  expect(new Uint8Array(await xlsxOf(['a'], rows).arrayBuffer())).toEqual(one);
  expect(one.slice(0, 4)).toEqual(new Uint8Array([0x50, 0x4b, 3, 4]));
  expect(one.slice(-22, -18)).toEqual(new Uint8Array([0x50, 0x4b, 5, 6]));
  expect(new DataView(one.buffer).getUint16(one.length - 12, true)).toBe(5);
});
