import { IconChartBar } from '@tabler/icons-react';

import type { Screen } from '~/screens/screen';

export const INSIGHT: readonly Screen[] = [
  {
    path: '/margins',
    title: 'margins',
    permissions: ['reporting.margins.read'],
    load: () => import('./margins/Margins'),
    menu: { area: 'insight', icon: IconChartBar, key: 'm' },
  },
];
