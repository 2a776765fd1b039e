import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { readCode, Unreadable, type Said } from './gs1';

interface Vectors {
  today: string;
  codes: { code: string; says?: Said; refused?: string }[];
}

const file = join(import.meta.dirname, '../../../services/catalog/tests/gs1_vectors.json');
const { today, codes } = JSON.parse(readFileSync(file, 'utf8')) as Vectors;

test.each(codes)('the device reads $code as the service does', ({ code, says, refused }) => {
  let answer: Said | string;
  try {
    answer = readCode(code, new Date(today));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    answer = error.reason;
  }
  expect(answer).toEqual(says ?? refused);
});
