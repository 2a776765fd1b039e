import { ADMIN } from './admin/screens';
import { BOOKS } from './books/screens';
import { BUYING } from './buying/screens';
import { FINANCE } from './finance/screens';
import { HOME } from './home/screens';
import { INSIGHT } from './insight/screens';
import { PRICING } from './pricing/screens';
import { SALES } from './sales/screens';
import { STOCK } from './stock/screens';
import type { Screen } from './screen';

/** Every screen, in the order of the menu; each area says its own in its `screens.ts`. */
export const SCREENS: readonly Screen[] = [
  ...HOME,
  ...SALES,
  ...PRICING,
  ...STOCK,
  ...BUYING,
  ...FINANCE,
  ...BOOKS,
  ...INSIGHT,
  ...ADMIN,
];
