import { admin, adminWords } from './admin';
import { documents } from './documents';
import { entry } from './entry';
import { insight } from './insight';
import { portal } from './portal';
import { pricing, pricingWords } from './pricing';
import { purchase } from './purchase';
import { reasons } from './reasons';
import { scanner } from './scanner';
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
  ...pricing,
  ...purchase,
  reasons,
  ...scanner,
  ...shell,
  ...shipping,
  ...treasury,
  words: { ...words, ...adminWords, ...treasuryWords, ...pricingWords },
};
