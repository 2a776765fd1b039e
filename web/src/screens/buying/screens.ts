import { IconReceipt, IconRefreshDot, IconScale } from '@tabler/icons-react';

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
];
