import type { components as Accounting } from './generated/accounting';
import type { components as Catalog } from './generated/catalog';
import type { components as Identity } from './generated/identity';
import type { components as Inventory } from './generated/inventory';
import type { components as Pricing } from './generated/pricing';
import type { components as Purchasing } from './generated/purchasing';
import type { components as Reporting } from './generated/reporting';
import type { components as Sales } from './generated/sales';

/** Short names for what services answer. */
export type OfAccounting = Accounting['schemas'];
export type OfCatalog = Catalog['schemas'];
export type OfIdentity = Identity['schemas'];
export type OfInventory = Inventory['schemas'];
export type OfPricing = Pricing['schemas'];
export type OfPurchasing = Purchasing['schemas'];
export type OfReporting = Reporting['schemas'];
export type OfSales = Sales['schemas'];
