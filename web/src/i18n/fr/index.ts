import { admin, adminWords } from './admin';
import { documents } from './documents';
import { entry } from './entry';
import { insight } from './insight';
import { portal } from './portal';
import { purchase } from './purchase';
import { scanner } from './scanner';
import { selling, sellingWords } from './selling';
import { shell } from './shell';
import { shipping } from './shipping';
import { treasury, treasuryWords } from './treasury';
import { words } from './words';

export const fr = {
  ...admin,
  ...documents,
  ...entry,
  ...insight,
  ...portal,
  ...purchase,
  ...scanner,
  ...selling,
  ...shell,
  ...shipping,
  ...treasury,
  words: { ...words, ...adminWords, ...treasuryWords, ...sellingWords },
};
