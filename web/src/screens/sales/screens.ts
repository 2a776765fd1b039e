import { IconCalculator, IconFileDescription, IconShoppingCart, IconUsers } from '@tabler/icons-react';

import type { Screen } from '~/screens/screen';

export const SALES: readonly Screen[] = [
  {
    path: '/orders',
    title: 'orders',
    permissions: ['sales.orders.read'],
    load: () => import('./orders/Orders'),
    menu: { area: 'sales', icon: IconShoppingCart, key: 'o' },
  },
  {
    path: '/orders/new', // before the documents: the first that fits an address names it
    title: 'newOrder',
    permissions: ['sales.orders.write'],
    load: () => import('./entry/NewOrder'),
    parent: '/orders',
    isEntry: true,
  },
  {
    path: '/orders/:id',
    title: 'order',
    permissions: ['sales.orders.read'],
    load: () => import('./orders/Order'),
    parent: '/orders',
  },
  {
    path: '/orders/:id/edit',
    title: 'editOrder',
    permissions: ['sales.orders.write'],
    load: () => import('./entry/EditOrder'),
    parent: '/orders',
    isEntry: true,
  },
  {
    path: '/orders/:id/amend',
    title: 'amend',
    permissions: ['sales.orders.write'],
    load: () => import('./orders/amend/Amend'),
    parent: '/orders',
    isEntry: true,
  },
  {
    path: '/orders/:id/revisions/:revision',
    title: 'revision',
    permissions: ['sales.orders.read'],
    load: () => import('./orders/amend/Revision'),
    parent: '/orders',
  },
  {
    path: '/quotes',
    title: 'quotes',
    permissions: ['sales.offers.read'],
    load: () => import('./quotes/Quotes'),
    menu: { area: 'sales', icon: IconFileDescription, key: 'q' },
  },
  {
    path: '/quotes/new',
    title: 'newQuote',
    permissions: ['sales.offers.write'],
    load: () => import('./quotes/NewQuote'),
    parent: '/quotes',
    isEntry: true,
  },
  {
    path: '/quotes/:id',
    title: 'quote',
    permissions: ['sales.offers.read'],
    load: () => import('./quotes/Quote'),
    parent: '/quotes',
  },
  {
    path: '/quotes/:id/edit',
    title: 'editQuote',
    permissions: ['sales.offers.write'],
    load: () => import('./quotes/EditQuote'),
    parent: '/quotes',
    isEntry: true,
  },
  {
    path: '/prices',
    title: 'prices',
    permissions: ['pricing.quotes.read'],
    load: () => import('./prices/PriceCheck'),
    menu: { area: 'sales', icon: IconCalculator, key: 'x' },
  },
  {
    path: '/customers',
    title: 'customers',
    permissions: ['catalog.partners.read'],
    load: () => import('./customers/Customers'),
    menu: { area: 'sales', icon: IconUsers, key: 'c' },
  },
  {
    path: '/customers/:id',
    title: 'customer',
    permissions: ['catalog.partners.read'],
    load: () => import('./customers/Customer'),
    parent: '/customers',
  },
];
