import { IconReceipt, IconRefreshDot } from '@tabler/icons-react';

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
];
