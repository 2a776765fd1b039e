import { admin, adminWords } from './admin';
import { analysis, analysisWords } from './analysis';
import { books, booksWords } from './books';
import { collect, collectWords } from './collect';
import { documents } from './documents';
import { entry } from './entry';
import { goods, goodsWords } from './goods';
import { insight } from './insight';
import { landed, landedWords } from './landed';
import { portal } from './portal';
import { pricing, pricingWords } from './pricing';
import { purchase } from './purchase';
import { reasons } from './reasons';
import { reviews } from './reviews';
import { scanner } from './scanner';
import { selling, sellingWords } from './selling';
import { shell } from './shell';
import { shipping } from './shipping';
import { sourcing, sourcingWords } from './sourcing';
import { treasury, treasuryWords } from './treasury';
import { words } from './words';

export const fr = {
  ...admin,
  ...analysis,
  ...books,
  ...collect,
  ...documents,
  ...entry,
  ...goods,
  ...insight,
  ...landed,
  ...portal,
  ...pricing,
  ...purchase,
  ...reviews,
  ...scanner,
  ...selling,
  ...shell,
  ...shipping,
  ...sourcing,
  ...treasury,
  reasons,
  words: {
    ...words,
    ...adminWords,
    ...analysisWords,
    ...booksWords,
    ...collectWords,
    ...goodsWords,
    ...landedWords,
    ...pricingWords,
    ...sellingWords,
    ...sourcingWords,
    ...treasuryWords,
  },
};
