/** What a cell holds: a figure that a spreadsheet can reckon with, or a text that it leaves alone. */
export interface Cell {
  text: string;
  isFigure: boolean;
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const TYPES = 'http://schemas.openxmlformats.org/package/2006/content-types';
const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const FIGURE = /^-?\d+(\.\d+)?$/;
// What XML has no way to say.
// eslint-disable-next-line no-control-regex -- these are the ones
const NOT_IN_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uD800-\uDFFF\uFFFE\uFFFF]/gu;

export const XLSX = `${SHEET}.sheet`;

/** A workbook of one sheet, as kit's. Texts are texts there, whatever they begin with. Source: ECMA-376, part 1. */
export function xlsxOf(header: readonly string[], rows: readonly (readonly Cell[])[]): Blob {
  const titles = header.map((text) => ({ text, isFigure: false }));
  const lines = [titles, ...rows].map((row) => `<row>${row.map(cell).join('')}</row>`).join('');
  const parts = {
    '[Content_Types].xml':
      `<Types xmlns="${TYPES}">` +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      `<Override PartName="/xl/workbook.xml" ContentType="${SHEET}.sheet.main+xml"/>` +
      `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${SHEET}.worksheet+xml"/></Types>`,
    '_rels/.rels':
      `<Relationships xmlns="${RELATIONS}">` +
      `<Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/_rels/workbook.xml.rels':
      `<Relationships xmlns="${RELATIONS}">` +
      `<Relationship Id="r1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/workbook.xml':
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">` +
      '<sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>',
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${MAIN}"><sheetData>${lines}</sheetData></worksheet>`,
  };
  return new Blob(archived(parts), { type: XLSX });
}

function cell({ text, isFigure }: Cell): string {
  if (!text) return '<c/>';
  if (isFigure && FIGURE.test(text)) return `<c><v>${text}</v></c>`;
  return `<c t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
}

function escaped(text: string): string {
  return text.replace(NOT_IN_XML, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A zip archive of parts that are stored as they are. Source: PKWARE, APPNOTE 6.3. */
function archived(parts: Record<string, string>): Uint8Array<ArrayBuffer>[] {
  const encoder = new TextEncoder();
  const files: Uint8Array<ArrayBuffer>[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const [path, content] of Object.entries(parts)) {
    const name = encoder.encode(path);
    const data = encoder.encode(content);
    const common = [20, 0x0800, 0, 0, MADE_ON]; // version, names in UTF-8, stored, time, day
    const sizes = [crc(data), data.length, data.length];
    const local = record(0x04034b50, common, sizes, [name.length, 0]);
    directory.push(record(0x02014b50, [20, ...common], sizes, [name.length, 0, 0, 0, 0], [0, offset]), name);
    files.push(local, name, data);
    offset += local.length + name.length + data.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const count = Object.keys(parts).length;
  return [...files, ...directory, record(0x06054b50, [0, 0, count, count], [size, offset], [0])];
}

const MADE_ON = 0x21; // 1 January 1980: the same rows give the same file

/** A signature, then groups of numbers: two bytes each in odd places, four in even ones; little endian. */
function record(signature: number, ...groups: number[][]): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  const put = (value: number, width: number) => {
    for (let at = 0; at < width; at++) bytes.push((value >>> (8 * at)) & 0xff);
  };
  put(signature, 4);
  groups.forEach((group, at) => group.forEach((value) => put(value, at % 2 === 0 ? 2 : 4)));
  return new Uint8Array(bytes);
}

function crc(data: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of data) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}
