import {
  IconBuildingBank,
  IconCash,
  IconFileDollar,
  IconFileInvoice,
  IconFlag,
  IconHourglass,
  IconLock,
} from '@tabler/icons-react';

import type { Screen } from '~/screens/screen';

export const FINANCE: readonly Screen[] = [
  {
    path: '/invoices',
    title: 'invoices',
    permissions: ['accounting.invoices.read'],
    load: () => import('./invoices/Invoices'),
    menu: { area: 'finance', icon: IconFileDollar, key: 'i' },
  },
  {
    path: '/invoices/:id',
    title: 'invoice',
    permissions: ['accounting.invoices.read'],
    load: () => import('./invoices/Invoice'),
    parent: '/invoices',
  },
  {
    path: '/receivables',
    title: 'receivables',
    permissions: ['accounting.ledger.read'],
    load: () => import('./receivables/Receivables'),
    menu: { area: 'finance', icon: IconHourglass, key: 'v' },
  },
  {
    path: '/bills',
    title: 'bills',
    permissions: ['accounting.bills.read'],
    load: () => import('./bills/Bills'),
    menu: { area: 'finance', icon: IconFileInvoice, key: 'f' },
  },
  {
    path: '/disputes',
    title: 'disputes',
    permissions: ['accounting.bills.read'],
    load: () => import('./disputes/Disputes'),
    menu: { area: 'finance', icon: IconFlag, key: 'd' },
  },
  {
    path: '/payments',
    title: 'payments',
    permissions: ['accounting.payments.read'],
    load: () => import('./payments/Payments'),
    menu: { area: 'finance', icon: IconCash, key: 'y' },
  },
  {
    path: '/payments/:id',
    title: 'payment',
    permissions: ['accounting.payments.read'],
    load: () => import('./payments/Payment'),
    parent: '/payments',
  },
  {
    path: '/bank',
    title: 'bank',
    permissions: ['accounting.bank.read'],
    load: () => import('./bank/Bank'),
    menu: { area: 'finance', icon: IconBuildingBank, key: 'k' },
  },
  {
    path: '/bank/:id',
    title: 'statement',
    permissions: ['accounting.bank.read'],
    load: () => import('./bank/Statement'),
    parent: '/bank',
  },
  {
    path: '/closing',
    title: 'closing',
    permissions: ['accounting.ledger.read'],
    load: () => import('./closing/Closing'),
    menu: { area: 'finance', icon: IconLock, key: 'l' },
  },
];
