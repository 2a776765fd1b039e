import type { Shape } from '../shape';
import type { fr } from '../fr';

import { admin, adminWords } from './admin';
import { analysis, analysisWords } from './analysis';
import { bills, billsWords } from './bills';
import { books, booksWords } from './books';
import { collect, collectWords } from './collect';
import { documents } from './documents';
import { entry } from './entry';
import { floor, floorWords } from './floor';
import { goods, goodsWords } from './goods';
import { insight } from './insight';
import { landed, landedWords } from './landed';
import { portal } from './portal';
import { pricing, pricingWords } from './pricing';
import { purchase } from './purchase';
import { reasons } from './reasons';
import { rebuild } from './rebuild';
import { reviews } from './reviews';
import { runs, runsWords } from './runs';
import { sale } from './sale';
import { scanner } from './scanner';
import { selling, sellingWords } from './selling';
import { settings, settingsWords } from './settings';
import { shell } from './shell';
import { shipping } from './shipping';
import { sourcing, sourcingWords } from './sourcing';
import { treasury, treasuryWords } from './treasury';
import { words } from './words';

export const en = {
  ...admin,
  ...analysis,
  ...bills,
  ...books,
  ...collect,
  ...documents,
  ...entry,
  ...floor,
  ...goods,
  ...insight,
  ...landed,
  ...portal,
  ...pricing,
  ...purchase,
  ...rebuild,
  ...reviews,
  ...runs,
  ...sale,
  ...scanner,
  ...selling,
  ...settings,
  ...shell,
  ...shipping,
  ...sourcing,
  ...treasury,
  reasons,
  words: {
    ...words,
    ...adminWords,
    ...analysisWords,
    ...billsWords,
    ...booksWords,
    ...collectWords,
    ...floorWords,
    ...goodsWords,
    ...landedWords,
    ...pricingWords,
    ...runsWords,
    ...sellingWords,
    ...settingsWords,
    ...sourcingWords,
    ...treasuryWords,
  },
} satisfies Shape<typeof fr>;
