import {
  IconBox,
  IconBuildingBank,
  IconBuildingWarehouse,
  IconCalculator,
  IconCash,
  IconChartBar,
  IconChecks,
  IconFileDollar,
  IconFileInvoice,
  IconFlag,
  IconHeartbeat,
  IconHome,
  IconHourglass,
  IconListCheck,
  IconLock,
  IconPackageExport,
  IconPackageImport,
  IconReceipt,
  IconShieldLock,
  IconScan,
  IconShoppingCart,
  IconTruckDelivery,
  IconTruckLoading,
  IconUserCog,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';

import type { fr } from '~/i18n/fr';

import { SERVICES } from './admin/services';
import { ASKING } from './approvals/asking';

export type Area = keyof typeof fr.areas;

/** One screen: its address, who may see it, and where navigation, palette and shortcuts show it. */
export interface Screen {
  path: string;
  title: keyof typeof fr.screens;
  permissions: readonly string[]; // any of these; none: everybody
  load: () => Promise<{ default: ComponentType }>;
  isEntry?: true; // something is written: fewer may than see the list
  parent?: string; // the path of the list that a document belongs to
  menu?: { area: Area; icon: Icon; key?: string }; // `key`: pressed after g
}

const HEALTH = SERVICES.map((service) => `${service}.invariants.read`);
const APPROVALS = ASKING.map((service) => `${service}.approvals.read`);

export const SCREENS: readonly Screen[] = [
  {
    path: '/',
    title: 'home',
    permissions: [],
    load: () => import('./home/Home'),
    menu: { area: 'today', icon: IconHome, key: 'h' },
  },
  {
    path: '/approvals',
    title: 'approvals',
    permissions: APPROVALS,
    load: () => import('./approvals/Approvals'),
    menu: { area: 'today', icon: IconChecks, key: 'a' },
  },
  {
    path: '/orders',
    title: 'orders',
    permissions: ['sales.orders.read'],
    load: () => import('./sales/orders/Orders'),
    menu: { area: 'sales', icon: IconShoppingCart, key: 'o' },
  },
  {
    path: '/orders/new', // before the documents: the first that fits an address names it
    title: 'newOrder',
    permissions: ['sales.orders.write'],
    load: () => import('./sales/entry/NewOrder'),
    parent: '/orders',
    isEntry: true,
  },
  {
    path: '/orders/:id',
    title: 'order',
    permissions: ['sales.orders.read'],
    load: () => import('./sales/orders/Order'),
    parent: '/orders',
  },
  {
    path: '/prices',
    title: 'prices',
    permissions: ['pricing.quotes.read'],
    load: () => import('./sales/prices/PriceCheck'),
    menu: { area: 'sales', icon: IconCalculator, key: 'x' },
  },
  {
    path: '/customers',
    title: 'customers',
    permissions: ['catalog.partners.read'],
    load: () => import('./sales/customers/Customers'),
    menu: { area: 'sales', icon: IconUsers, key: 'c' },
  },
  {
    path: '/customers/:id',
    title: 'customer',
    permissions: ['catalog.partners.read'],
    load: () => import('./sales/customers/Customer'),
    parent: '/customers',
  },
  {
    path: '/products',
    title: 'products',
    permissions: ['catalog.products.read'],
    load: () => import('./stock/products/Products'),
    menu: { area: 'stock', icon: IconBox, key: 'p' },
  },
  {
    path: '/products/:id',
    title: 'product',
    permissions: ['catalog.products.read'],
    load: () => import('./stock/products/Product'),
    parent: '/products',
  },
  {
    path: '/stock',
    title: 'stock',
    permissions: ['inventory.stock.read'],
    load: () => import('./stock/levels/Stock'),
    menu: { area: 'stock', icon: IconBuildingWarehouse, key: 's' },
  },
  {
    path: '/receipts',
    title: 'receipts',
    permissions: ['inventory.stock.read'],
    load: () => import('./stock/receipts/Receipts'),
    menu: { area: 'stock', icon: IconTruckDelivery, key: 'r' },
  },
  {
    path: '/receipts/:id',
    title: 'receipt',
    permissions: ['inventory.stock.read'],
    load: () => import('./stock/receipts/Receipt'),
    parent: '/receipts',
  },
  {
    path: '/expected',
    title: 'expected',
    permissions: ['inventory.receipts.write'],
    load: () => import('./stock/receive/Expected'),
    menu: { area: 'stock', icon: IconPackageImport, key: 'e' },
  },
  {
    path: '/expected/:id',
    title: 'receive',
    permissions: ['inventory.receipts.write'],
    load: () => import('./stock/receive/Receive'),
    parent: '/expected',
  },
  {
    path: '/shipping',
    title: 'toShip',
    permissions: ['inventory.picks.write'],
    load: () => import('./stock/shipping/ToShip'),
    menu: { area: 'stock', icon: IconPackageExport, key: 'w' },
  },
  {
    path: '/shipping/:id',
    title: 'ship',
    permissions: ['inventory.picks.write'],
    load: () => import('./stock/shipping/OrderToShip'),
    parent: '/shipping',
  },
  {
    path: '/waves',
    title: 'waves',
    permissions: ['inventory.picks.write'],
    load: () => import('./stock/waves/Waves'),
    menu: { area: 'stock', icon: IconListCheck },
  },
  {
    path: '/waves/:id',
    title: 'wave',
    permissions: ['inventory.picks.write'],
    load: () => import('./stock/waves/Wave'),
    parent: '/waves',
  },
  {
    path: '/shipments',
    title: 'shipments',
    permissions: ['inventory.stock.read'],
    load: () => import('./stock/shipments/Shipments'),
    menu: { area: 'stock', icon: IconTruckLoading },
  },
  {
    path: '/shipments/:id',
    title: 'shipment',
    permissions: ['inventory.stock.read'],
    load: () => import('./stock/shipments/Shipment'),
    parent: '/shipments',
  },
  {
    path: '/scanner',
    title: 'scanner',
    permissions: ['inventory.stock.read'],
    load: () => import('~/scanner/Scanner'),
    menu: { area: 'stock', icon: IconScan, key: 'z' },
  },
  {
    path: '/purchase-orders',
    title: 'purchaseOrders',
    permissions: ['purchasing.orders.read'],
    load: () => import('./buying/orders/PurchaseOrders'),
    menu: { area: 'buying', icon: IconReceipt, key: 'b' },
  },
  {
    path: '/purchase-orders/new',
    title: 'newPurchase',
    permissions: ['purchasing.orders.write'],
    load: () => import('./buying/entry/NewPurchase'),
    parent: '/purchase-orders',
    isEntry: true,
  },
  {
    path: '/purchase-orders/:id',
    title: 'purchaseOrder',
    permissions: ['purchasing.orders.read'],
    load: () => import('./buying/orders/PurchaseOrder'),
    parent: '/purchase-orders',
  },
  {
    path: '/invoices',
    title: 'invoices',
    permissions: ['accounting.invoices.read'],
    load: () => import('./finance/invoices/Invoices'),
    menu: { area: 'finance', icon: IconFileDollar, key: 'i' },
  },
  {
    path: '/invoices/:id',
    title: 'invoice',
    permissions: ['accounting.invoices.read'],
    load: () => import('./finance/invoices/Invoice'),
    parent: '/invoices',
  },
  {
    path: '/receivables',
    title: 'receivables',
    permissions: ['accounting.ledger.read'],
    load: () => import('./finance/receivables/Receivables'),
    menu: { area: 'finance', icon: IconHourglass, key: 'v' },
  },
  {
    path: '/bills',
    title: 'bills',
    permissions: ['accounting.bills.read'],
    load: () => import('./finance/bills/Bills'),
    menu: { area: 'finance', icon: IconFileInvoice, key: 'f' },
  },
  {
    path: '/disputes',
    title: 'disputes',
    permissions: ['accounting.bills.read'],
    load: () => import('./finance/disputes/Disputes'),
    menu: { area: 'finance', icon: IconFlag, key: 'd' },
  },
  {
    path: '/payments',
    title: 'payments',
    permissions: ['accounting.payments.read'],
    load: () => import('./finance/payments/Payments'),
    menu: { area: 'finance', icon: IconCash, key: 'y' },
  },
  {
    path: '/payments/:id',
    title: 'payment',
    permissions: ['accounting.payments.read'],
    load: () => import('./finance/payments/Payment'),
    parent: '/payments',
  },
  {
    path: '/bank',
    title: 'bank',
    permissions: ['accounting.bank.read'],
    load: () => import('./finance/bank/Bank'),
    menu: { area: 'finance', icon: IconBuildingBank, key: 'k' },
  },
  {
    path: '/bank/:id',
    title: 'statement',
    permissions: ['accounting.bank.read'],
    load: () => import('./finance/bank/Statement'),
    parent: '/bank',
  },
  {
    path: '/closing',
    title: 'closing',
    permissions: ['accounting.ledger.read'],
    load: () => import('./finance/closing/Closing'),
    menu: { area: 'finance', icon: IconLock, key: 'l' },
  },
  {
    path: '/margins',
    title: 'margins',
    permissions: ['reporting.margins.read'],
    load: () => import('./insight/margins/Margins'),
    menu: { area: 'insight', icon: IconChartBar, key: 'm' },
  },
  {
    path: '/users',
    title: 'users',
    permissions: ['identity.users.read'],
    load: () => import('./admin/users/Users'),
    menu: { area: 'admin', icon: IconUserCog, key: 'u' },
  },
  {
    path: '/users/:id',
    title: 'user',
    permissions: ['identity.users.read'],
    load: () => import('./admin/users/User'),
    parent: '/users',
  },
  {
    path: '/rights',
    title: 'rights',
    permissions: ['identity.roles.read'],
    load: () => import('./admin/rights/Rights'),
    menu: { area: 'admin', icon: IconShieldLock },
  },
  {
    path: '/health',
    title: 'health',
    permissions: HEALTH,
    load: () => import('./admin/health/Health'),
    menu: { area: 'admin', icon: IconHeartbeat },
  },
];

export function isOpenTo(screen: Screen, may: (permission: string) => boolean): boolean {
  return screen.permissions.length === 0 || screen.permissions.some(may);
}
