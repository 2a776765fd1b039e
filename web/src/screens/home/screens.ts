import { IconChecks, IconHome } from '@tabler/icons-react';

import { ASKING } from '~/screens/approvals/asking';
import type { Screen } from '~/screens/screen';

const APPROVALS = ASKING.map((service) => `${service}.approvals.read`);

export const HOME: readonly Screen[] = [
  {
    path: '/',
    title: 'home',
    permissions: [],
    load: () => import('./Home'),
    menu: { area: 'today', icon: IconHome, key: 'h' },
  },
  {
    path: '/approvals',
    title: 'approvals',
    permissions: APPROVALS,
    load: () => import('~/screens/approvals/Approvals'),
    menu: { area: 'today', icon: IconChecks, key: 'a' },
  },
];
