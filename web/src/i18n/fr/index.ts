import { admin, adminWords } from './admin';
import { documents } from './documents';
import { entry } from './entry';
import { insight } from './insight';
import { portal } from './portal';
import { purchase } from './purchase';
import { scanner } from './scanner';
import { shell } from './shell';
import { shipping } from './shipping';
import { treasury, treasuryWords } from './treasury';
import { words } from './words';

export const fr = {
  ...documents,
  ...entry,
  ...insight,
  ...portal,
  ...shell,
  ...shipping,
  ...treasury,
  words: { ...words, ...treasuryWords },
};
export const fr = { ...shell, ...documents, ...entry, ...insight, ...treasury, words: { ...words, ...treasuryWords } };
import { shipping } from './shipping';
import { words } from './words';

export const fr = { ...shell, ...documents, ...entry, ...insight, ...shipping, words };
export const fr = { ...shell, ...documents, ...entry, ...insight, ...portal, words };
export const fr = { ...shell, ...documents, ...entry, ...insight, ...purchase, ...shipping, words };
export const fr = {
  ...shell,
  ...documents,
  ...entry,
  ...insight,
  ...treasury,
  ...admin,
  words: { ...words, ...treasuryWords, ...adminWords },
};
export const fr = { ...shell, ...documents, ...entry, ...insight, ...scanner, words };
