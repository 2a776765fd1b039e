import { expect, test } from 'vitest';

import { parentOf, searched, type Account } from './chart';

const account = (code: string, name_fr: string, name_en: string): Account => ({
  code,
  name_fr,
  name_en,
  kept_by: '',
  is_own: false,
  is_closed: false,
});
const CHART = [
  account('606', 'Achats non stockés', 'Supplies'),
  account('6061', 'Électricité', 'Electricity'),
  account('627', 'Services bancaires', 'Bank charges'),
];

test.each([
  ['60611', '6061'],
  ['6062', '606'],
  ['606', undefined],
  ['8999', undefined],
  ['', undefined],
])('%s is a part of %s', (code, parent) => expect(parentOf(code, CHART)?.code).toBe(parent));

test.each([
  ['606', ['606', '6061']],
  ['electri', ['6061']],
  ['BANCAIRES serv', ['627']],
  ['bank', ['627']],
  ['', ['606', '6061', '627']],
  ['nothing', []],
])('a search for "%s" finds %j', (text, codes) => expect(searched(CHART, text).map((it) => it.code)).toEqual(codes));
