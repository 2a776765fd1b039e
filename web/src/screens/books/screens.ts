import {
  IconBook2,
  IconBooks,
  IconBuilding,
  IconCalendar,
  IconCoins,
  IconPercentage,
  IconScale,
  IconUsersGroup,
} from '@tabler/icons-react';

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
  {
    path: '/vat',
    title: 'vat',
    permissions: ['accounting.ledger.read'],
    load: () => import('./vat/Vat'),
    menu: { area: 'books', icon: IconPercentage },
  },
  {
    path: '/periods',
    title: 'years',
    permissions: ['accounting.ledger.read'],
    load: () => import('./years/Years'),
    menu: { area: 'books', icon: IconCalendar },
  },
  {
    path: '/exchange-rates',
    title: 'rates',
    permissions: ['accounting.rates.read'],
    load: () => import('./rates/Rates'),
    menu: { area: 'books', icon: IconCoins },
  },
  {
    path: '/company',
    title: 'company',
    permissions: ['accounting.company.read'],
    load: () => import('./company/Company'),
    menu: { area: 'books', icon: IconBuilding },
  },
];
