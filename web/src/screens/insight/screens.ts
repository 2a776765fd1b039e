import {
  IconBulb,
  IconChartBar,
  IconClockExclamation,
  IconFileAnalytics,
  IconLayoutDashboard,
  IconScale,
  IconTargetArrow,
} from '@tabler/icons-react';

import type { Screen } from '~/screens/screen';

export const INSIGHT: readonly Screen[] = [
  {
    path: '/dashboard',
    title: 'dashboard',
    permissions: ['reporting.margins.read'],
    load: () => import('./dashboard/Dashboard'),
    menu: { area: 'insight', icon: IconLayoutDashboard },
  },
  {
    path: '/late-lines',
    title: 'lateLines',
    permissions: ['reporting.margins.read'],
    load: () => import('./dashboard/LateLines'),
    menu: { area: 'insight', icon: IconClockExclamation },
  },
  {
    path: '/margins',
    title: 'margins',
    permissions: ['reporting.margins.read'],
    load: () => import('./margins/Margins'),
    menu: { area: 'insight', icon: IconChartBar, key: 'm' },
  },
  {
    path: '/kpis',
    title: 'kpis',
    permissions: ['reporting.margins.read'],
    load: () => import('./kpis/Kpis'),
    menu: { area: 'insight', icon: IconTargetArrow },
  },
  {
    path: '/reviews',
    title: 'reviews',
    permissions: ['reporting.margins.read'],
    load: () => import('./reviews/Reviews'),
    menu: { area: 'insight', icon: IconFileAnalytics },
  },
  {
    path: '/insights',
    title: 'insights',
    permissions: ['reporting.margins.read'],
    load: () => import('./insights/Insights'),
    menu: { area: 'insight', icon: IconBulb },
  },
  {
    path: '/discrepancies',
    title: 'discrepancies',
    permissions: ['reporting.discrepancies.read'],
    load: () => import('./discrepancies/Discrepancies'),
    menu: { area: 'insight', icon: IconScale },
  },
  {
    path: '/discrepancies/lines',
    title: 'discrepancyLines',
    permissions: ['reporting.discrepancies.read'],
    load: () => import('./discrepancies/DifferingLines'),
  },
];
