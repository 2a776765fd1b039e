import { admin, adminWords } from './admin';
import { analysis, analysisWords } from './analysis';
import { bills, billsWords } from './bills';
import { books, booksWords } from './books';
import { bulk } from './bulk';
import { collect, collectWords } from './collect';
import { documents } from './documents';
import { entry } from './entry';
import { faults } from './faults';
import { floor, floorWords } from './floor';
import { goods, goodsWords } from './goods';
import { imports, importsWords } from './imports';
import { insight } from './insight';
import { landed, landedWords } from './landed';
import { portal } from './portal';
import { pricing, pricingWords } from './pricing';
import { purchase } from './purchase';
import { reasons } from './reasons';
import { rebuild } from './rebuild';
import { refusals, scanCodes } from './refusals';
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

export const fr = {
  ...admin,
  ...analysis,
  ...bills,
  ...books,
  ...bulk,
  ...collect,
  ...documents,
  ...entry,
  ...floor,
  ...goods,
  ...imports,
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
  refusals: { ...refusals, ...faults },
  scanCodes,
  words: {
    ...words,
    ...adminWords,
    ...analysisWords,
    ...billsWords,
    ...booksWords,
    ...collectWords,
    ...floorWords,
    ...goodsWords,
    ...importsWords,
    ...landedWords,
    ...pricingWords,
    ...runsWords,
    ...sellingWords,
    ...settingsWords,
    ...sourcingWords,
    ...treasuryWords,
  },
};
