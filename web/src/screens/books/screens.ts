import { IconBook2, IconBooks, IconScale, IconUsersGroup } from '@tabler/icons-react';

import type { Screen } from '~/screens/screen';

export const BOOKS: readonly Screen[] = [
  {
    path: '/journals',
    title: 'journals',
    permissions: ['accounting.ledger.read'],
    load: () => import('./ledger/Journals'),
    menu: { area: 'books', icon: IconBook2, key: 'j' },
  },
  {
    path: '/journals/:id',
    title: 'entry',
    permissions: ['accounting.ledger.read'],
    load: () => import('./ledger/Entry'),
    parent: '/journals',
  },
  {
    path: '/trial-balance',
    title: 'trialBalance',
    permissions: ['accounting.ledger.read'],
    load: () => import('./ledger/TrialBalance'),
    menu: { area: 'books', icon: IconScale, key: 't' },
  },
  {
    path: '/general-ledger',
    title: 'generalLedger',
    permissions: ['accounting.ledger.read'],
    load: () => import('./ledger/GeneralLedger'),
    menu: { area: 'books', icon: IconBooks },
  },
  {
    path: '/partner-ledger',
    title: 'partnerLedger',
    permissions: ['accounting.payments.read'],
    load: () => import('./ledger/PartnerLedger'),
    menu: { area: 'books', icon: IconUsersGroup },
  },
];
