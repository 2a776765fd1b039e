import type { ComponentType } from 'react';

import type { fr } from '~/i18n/fr';

/** One page of the shop. What is in it is the customer's own; some need a right of his people. */
export interface ShopPage {
  path: string;
  menu?: keyof typeof fr.portal.menu;
  needs?: string; // the permission without which it is not shown
  load: () => Promise<{ default: ComponentType }>;
}

export const PAGES: readonly ShopPage[] = [
  { path: '/', menu: 'catalogue', load: () => import('./catalogue/Catalogue') },
  { path: '/articles/:id', load: () => import('./catalogue/Article') },
  { path: '/quick', menu: 'quick', needs: 'sales.orders.write', load: () => import('./basket/QuickOrder') },
  { path: '/basket', needs: 'sales.orders.write', load: () => import('./basket/Basket') },
  { path: '/orders', menu: 'orders', load: () => import('./orders/Orders') },
  { path: '/orders/:id', load: () => import('./orders/Order') },
  {
    path: '/approvals',
    menu: 'approvals',
    needs: 'sales.spending.approve',
    load: () => import('./approvals/Approvals'),
  },
  { path: '/deliveries', menu: 'deliveries', load: () => import('./deliveries/Coming') },
  { path: '/deliveries/left', load: () => import('./deliveries/Deliveries') },
  { path: '/deliveries/:id', load: () => import('./deliveries/Delivery') },
  { path: '/quotes', menu: 'quotes', load: () => import('./quotes/Quotes') },
  { path: '/quotes/:id', load: () => import('./quotes/Quote') },
  { path: '/invoices', menu: 'invoices', needs: 'accounting.invoices.read', load: () => import('./account/Invoices') },
  { path: '/account', menu: 'account', needs: 'accounting.credit.read', load: () => import('./account/Account') },
  { path: '/returns', menu: 'returns', load: () => import('./returns/Returns') },
  { path: '/returns/new/:id', needs: 'sales.returns.write', load: () => import('./returns/NewReturn') },
  { path: '/team', menu: 'team', needs: 'identity.team.manage', load: () => import('./team/Team') },
];
