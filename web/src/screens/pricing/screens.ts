import {
  IconDiscount2,
  IconFlask,
  IconGauge,
  IconRosetteDiscount,
  IconSignature,
  IconTag,
  IconTicket,
} from '@tabler/icons-react';

import type { Screen } from '~/screens/screen';

export const PRICING: readonly Screen[] = [
  {
    path: '/price-lists',
    title: 'priceLists',
    permissions: ['pricing.costs.read'],
    load: () => import('./lists/PriceLists'),
    menu: { area: 'pricing', icon: IconTag },
  },
  {
    path: '/price-lists/:id',
    title: 'priceList',
    permissions: ['pricing.costs.read'],
    load: () => import('./lists/PriceList'),
    parent: '/price-lists',
  },
  {
    path: '/price-rules',
    title: 'priceRules',
    permissions: ['pricing.rules.read'],
    load: () => import('./rules/PriceRules'),
    menu: { area: 'pricing', icon: IconDiscount2 },
  },
  {
    path: '/contracts',
    title: 'contracts',
    permissions: ['pricing.contracts.read'],
    load: () => import('./contracts/Contracts'),
    menu: { area: 'pricing', icon: IconSignature },
  },
  {
    path: '/contracts/new', // before the documents: the first that fits an address names it
    title: 'newContract',
    permissions: ['pricing.contracts.write'],
    load: () => import('./contracts/NewContract'),
    parent: '/contracts',
    isEntry: true,
  },
  {
    path: '/contracts/:id',
    title: 'contract',
    permissions: ['pricing.contracts.read'],
    load: () => import('./contracts/Contract'),
    parent: '/contracts',
  },
  {
    path: '/margin-rules',
    title: 'marginRules',
    permissions: ['pricing.rules.read'],
    load: () => import('./margins/MarginRules'),
    menu: { area: 'pricing', icon: IconGauge, key: 'g' },
  },
  {
    path: '/discount-limits',
    title: 'discountLimits',
    permissions: ['pricing.limits.read'],
    load: () => import('./limits/DiscountLimits'),
    menu: { area: 'pricing', icon: IconRosetteDiscount },
  },
  {
    path: '/price-exceptions',
    title: 'priceExceptions',
    permissions: ['pricing.exceptions.read'],
    load: () => import('./exceptions/PriceExceptions'),
    menu: { area: 'pricing', icon: IconTicket },
  },
  {
    path: '/price-exceptions/:id',
    title: 'priceException',
    permissions: ['pricing.exceptions.read'],
    load: () => import('./exceptions/PriceException'),
    parent: '/price-exceptions',
  },
  {
    path: '/simulations',
    title: 'simulations',
    permissions: ['pricing.simulations.read'],
    load: () => import('./simulations/Simulations'),
    menu: { area: 'pricing', icon: IconFlask },
  },
  {
    path: '/simulations/:id',
    title: 'simulation',
    permissions: ['pricing.simulations.read'],
    load: () => import('./simulations/Simulation'),
    parent: '/simulations',
  },
];
