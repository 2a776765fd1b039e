import type { Shape } from '../shape';
import type { fr } from '../fr';
import { documents } from './documents';
import { entry } from './entry';
import { insight } from './insight';
import { portal } from './portal';
import { purchase } from './purchase';
import { shell } from './shell';
import { shipping } from './shipping';
import { treasury, treasuryWords } from './treasury';
import { words } from './words';

export const en = {
  ...shell,
  ...documents,
  ...entry,
  ...insight,
  ...portal,
  ...purchase,
  ...shipping,
  ...treasury,
  words: { ...words, ...treasuryWords },
} satisfies Shape<typeof fr>;
