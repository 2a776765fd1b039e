import { IconReceipt, IconRefreshDot, IconScale, IconTags, IconStars } from '@tabler/icons-react';

import type { Screen } from '~/screens/screen';

export const BUYING: readonly Screen[] = [
  {
    path: '/purchase-orders',
    title: 'purchaseOrders',
    permissions: ['purchasing.orders.read'],
    load: () => import('./orders/PurchaseOrders'),
    menu: { area: 'buying', icon: IconReceipt, key: 'b' },
  },
  {
    path: '/purchase-orders/new',
    title: 'newPurchase',
    permissions: ['purchasing.orders.write'],
    load: () => import('./entry/NewPurchase'),
    parent: '/purchase-orders',
    isEntry: true,
  },
  {
    path: '/purchase-orders/:id',
    title: 'purchaseOrder',
    permissions: ['purchasing.orders.read'],
    load: () => import('./orders/PurchaseOrder'),
    parent: '/purchase-orders',
  },
  {
    path: '/replenishment',
    title: 'replenishment',
    permissions: ['inventory.replenishment.write'],
    load: () => import('./replenishment/Replenishment'),
    menu: { area: 'buying', icon: IconRefreshDot, key: 'n' },
  },
  {
    path: '/rfqs',
    title: 'rfqs',
    permissions: ['purchasing.requests.read'],
    load: () => import('./rfqs/Rfqs'),
    menu: { area: 'buying', icon: IconScale },
  },
  {
    path: '/rfqs/new',
    title: 'newRfq',
    permissions: ['purchasing.rfqs.write'],
    load: () => import('./rfqs/NewRfq'),
    parent: '/rfqs',
    isEntry: true,
  },
  {
    path: '/rfqs/:id',
    title: 'rfq',
    permissions: ['purchasing.requests.read'],
    load: () => import('./rfqs/Rfq'),
    parent: '/rfqs',
  },
  {
    path: '/supplier-prices',
    title: 'supplierPrices',
    permissions: ['purchasing.prices.read'],
    load: () => import('./prices/SupplierPrices'),
    menu: { area: 'buying', icon: IconTags },
  },
  {
    path: '/supplier-prices/drift',
    title: 'priceDrift',
    permissions: ['purchasing.prices.read'],
    load: () => import('./prices/PriceDrift'),
    parent: '/supplier-prices',
  },
  {
    path: '/supplier-prices/import',
    title: 'priceImport',
    permissions: ['purchasing.prices.write'],
    load: () => import('./prices/PriceImport'),
    parent: '/supplier-prices',
    isEntry: true,
  },
  {
    path: '/suppliers',
    title: 'suppliers',
    permissions: ['purchasing.prices.read'],
    load: () => import('./suppliers/Suppliers'),
    menu: { area: 'buying', icon: IconStars },
  },
  {
    path: '/suppliers/:id',
    title: 'supplier',
    permissions: ['purchasing.prices.read'],
    load: () => import('./suppliers/Supplier'),
    parent: '/suppliers',
  },
];
