/**
 * What a scanned code says, read on the device as the catalog service reads it: `services/catalog/tests/gs1_vectors.json` holds the
 * cases that both pass. The service has the last word; this one gives an answer without a network.
 */

export class Unreadable extends Error {
  constructor(readonly reason: string) {
    super(reason);
  }
}

export interface Said {
  gtin?: string; // as 14 digits
  lot?: string;
  serial?: string;
  count?: number;
  expires_on?: string; // as ISO 8601
  best_before?: string;
  sscc?: string;
  isMeasured?: true; // by weight, length or volume: each piece holds another quantity
}

type Kind = 'digits' | 'text' | 'date' | 'check';
type Rule = readonly [length: number, kind: Kind, isFixed: boolean];

const GS = '\u001d';
const CODE_MAX = 400;
const RULES: Readonly<Record<string, Rule>> = {
  '00': [18, 'check', true],
  '01': [14, 'check', true],
  '02': [14, 'check', true],
  '10': [20, 'text', false],
  ...Object.fromEntries(['11', '12', '13', '15', '16', '17'].map((each) => [each, [6, 'date', true] as const])),
  '20': [2, 'digits', true],
  '21': [20, 'text', false],
  '22': [20, 'text', false],
  ...Object.fromEntries(['240', '241', '250', '400', '401', '403'].map((each) => [each, [30, 'text', false] as const])),
  '30': [8, 'digits', false],
  '37': [8, 'digits', false],
  ...Object.fromEntries(Array.from('01234567', (each) => [`41${each}`, [13, 'check', true] as const])),
  '420': [20, 'text', false],
};
const MEASURE = /^3[1-6][0-9][0-6]$/;
const NET = /^31[01456][0-6]$/;
const TEXT = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]+$/;

export function readCode(code: string, today: Date): Said {
  if (!code || code.length > CODE_MAX) throw new Unreadable('length');
  let plain = code.replace(/^[ \r\n\t]+|[ \r\n\t]+$/g, '').replace(/^\][A-Za-z][0-9]/, '');
  if (plain.startsWith(GS)) plain = plain.slice(1);
  if (/^(\d{8}|\d{12,14})$/.test(plain)) return { gtin: checked(plain).padStart(14, '0') };
  const found = new Map<string, string>();
  for (const [identifier, value] of elements(plain)) {
    if ((found.get(identifier) ?? value) !== value) throw new Unreadable('ambiguous');
    found.set(identifier, value);
  }
  return said(found, today);
}

function* elements(text: string): Generator<[string, string]> {
  if (text.startsWith('(')) {
    const matches = [...text.matchAll(/\((\d{2,4})\)([^(]*)/g)];
    if (matches.map((match) => match[0]).join('') !== text) throw new Unreadable('syntax');
    for (const [, identifier = '', value = ''] of matches) {
      yield [identifier, valid(value, ruleOf(identifier) ?? unknown())];
    }
    return;
  }
  for (let at = 0; at < text.length;) {
    const identifier = [2, 3, 4].map((length) => text.slice(at, at + length)).find((each) => ruleOf(each)) ?? unknown();
    const rule = ruleOf(identifier) ?? unknown();
    at += identifier.length;
    const mark = text.indexOf(GS, at);
    const end = rule[2] ? at + rule[0] : mark === -1 ? text.length : mark;
    yield [identifier, valid(text.slice(at, end), rule)];
    at = end + (text[end] === GS ? 1 : 0);
  }
}

function ruleOf(identifier: string): Rule | undefined {
  return RULES[identifier] ?? (MEASURE.test(identifier) ? [6, 'digits', true] : undefined);
}

function unknown(): never {
  throw new Unreadable('syntax');
}

function valid(value: string, [length, kind, isFixed]: Rule): string {
  if (!value || value.length > length || (isFixed && value.length !== length)) throw new Unreadable('length');
  if (!(kind === 'text' ? TEXT : /^\d+$/).test(value)) throw new Unreadable('characters');
  return kind === 'check' ? checked(value) : value;
}

function checked(digits: string): string {
  const body = Array.from(digits.slice(0, -1)).reverse();
  const sum = body.reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 3 : 1), 0);
  if (digits.at(-1) !== String((10 - (sum % 10)) % 10)) throw new Unreadable('check-digit');
  return digits;
}

function said(found: Map<string, string>, today: Date): Said {
  if (found.has('01') && found.has('02')) throw new Unreadable('ambiguous');
  if (found.has('37') !== found.has('02')) throw new Unreadable('incomplete');
  if ([...found.keys()].filter((each) => NET.test(each)).length > 1) throw new Unreadable('ambiguous');
  const count = found.get('37') ?? found.get('30');
  if (count !== undefined && Number(count) === 0) throw new Unreadable('count');
  for (const each of ['11', '12', '13', '16']) if (found.has(each)) day(found.get(each) ?? '', today);
  const answer: Said = {};
  if ([...found.keys()].some((each) => NET.test(each))) answer.isMeasured = true;
  const gtin = found.get('02') ?? found.get('01');
  if (gtin) answer.gtin = gtin;
  if (count) answer.count = Number(count);
  for (const [identifier, name] of [
    ['10', 'lot'],
    ['21', 'serial'],
    ['00', 'sscc'],
  ] as const) {
    const value = found.get(identifier);
    if (value) answer[name] = value;
  }
  const expires = found.get('17');
  if (expires) answer.expires_on = day(expires, today);
  const best = found.get('15');
  if (best) answer.best_before = day(best, today);
  if (!answer.gtin && !answer.sscc && !found.has('414')) throw new Unreadable('incomplete');
  return answer;
}

/** The century nearest to today (GS1 General Specifications, 7.12); day 00 is the last of the month. */
function day(digits: string, today: Date): string {
  const [year = 0, month = 0, on = 0] = [0, 2, 4].map((at) => Number(digits.slice(at, at + 2)));
  const gap = year - (today.getFullYear() % 100);
  const century = Math.floor(today.getFullYear() / 100) * 100 + (gap >= 51 ? -100 : gap <= -50 ? 100 : 0);
  const last = new Date(Date.UTC(century + year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || on > last) throw new Unreadable('date');
  return [String(century + year), String(month).padStart(2, '0'), String(on || last).padStart(2, '0')].join('-');
}
