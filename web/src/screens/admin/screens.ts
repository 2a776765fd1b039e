import { IconFileImport, IconHistory, IconHeartbeat, IconShieldLock, IconUserCog } from '@tabler/icons-react';

import type { Screen } from '~/screens/screen';

import { ELSEWHERE, KINDS } from './imports/kinds';
import { SERVICES } from './services';

const HISTORY = SERVICES.map((service) => `${service}.history.read`);
const HEALTH = SERVICES.map((service) => `${service}.invariants.read`);

const IMPORTS = [...Object.values(KINDS), ...ELSEWHERE].map(({ permission }) => permission);

export const ADMIN: readonly Screen[] = [
  {
    path: '/users',
    title: 'users',
    permissions: ['identity.users.read'],
    load: () => import('./users/Users'),
    menu: { area: 'admin', icon: IconUserCog, key: 'u' },
  },
  {
    path: '/users/:id',
    title: 'user',
    permissions: ['identity.users.read'],
    load: () => import('./users/User'),
    parent: '/users',
  },
  {
    path: '/users/of/:id',
    title: 'customerUsers',
    permissions: ['identity.team.manage'],
    load: () => import('./users/CustomerUsers'),
    parent: '/users',
    isEntry: true,
  },
  {
    path: '/rights',
    title: 'rights',
    permissions: ['identity.roles.read'],
    load: () => import('./rights/Rights'),
    menu: { area: 'admin', icon: IconShieldLock },
  },
  {
    path: '/imports',
    title: 'imports',
    permissions: IMPORTS,
    load: () => import('./imports/Imports'),
    menu: { area: 'admin', icon: IconFileImport },
  },
  {
    path: '/imports/:kind/:id',
    title: 'import',
    permissions: IMPORTS,
    load: () => import('./imports/Import'),
    parent: '/imports',
  },
  {
    path: '/health',
    title: 'health',
    permissions: HEALTH,
    load: () => import('./health/Health'),
    menu: { area: 'admin', icon: IconHeartbeat },
  },
  {
    path: '/history',
    title: 'trail',
    permissions: HISTORY,
    load: () => import('./trail/Trail'),
    menu: { area: 'admin', icon: IconHistory },
  },
];
