import { expect, test } from 'vitest';

import { en } from '~/i18n/en';
import { fr } from '~/i18n/fr';

import { grouped, rightOf } from './rights';

const READ = rightOf({ permission: 'accounting.bank.read', roles: ['finance', 'auditor'] });
const COUNTED = rightOf({ permission: 'inventory.counts.expected.read', roles: ['finance'] });

test('a permission says the service, what it is about and what may be done', () => {
  expect([READ.service, READ.subject, READ.verb]).toEqual(['accounting', 'bank', 'read']);
  expect([COUNTED.subject, COUNTED.verb]).toEqual(['counts-expected', 'read']);
  expect(READ.roles.has('auditor')).toBe(true);
});

test('rights are found by words of their names, whatever the accents', () => {
  const nameOf = ({ subject }: typeof READ) => (subject === 'bank' ? 'Relevés' : 'Inventaires');
  expect(grouped([COUNTED, READ], 'releves', nameOf)).toEqual([{ service: 'accounting', rights: [READ] }]);
  expect(grouped([COUNTED, READ], '', nameOf).map(({ service }) => service)).toEqual(['accounting', 'inventory']);
});

test('every word of a right is plain in both languages', () => {
  expect(Object.keys(fr.words.rightVerb)).toEqual(Object.keys(en.words.rightVerb));
  expect(Object.keys(fr.words.rightSubject)).toEqual(Object.keys(en.words.rightSubject));
});
