import { IconHistory, IconHeartbeat, IconShieldLock, IconUserCog } from '@tabler/icons-react';

import type { Screen } from '~/screens/screen';

import { SERVICES } from './services';

const HISTORY = SERVICES.map((service) => `${service}.history.read`);
const HEALTH = SERVICES.map((service) => `${service}.invariants.read`);

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
    path: '/rights',
    title: 'rights',
    permissions: ['identity.roles.read'],
    load: () => import('./rights/Rights'),
    menu: { area: 'admin', icon: IconShieldLock },
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
