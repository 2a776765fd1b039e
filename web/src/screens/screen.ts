import type { Icon } from '@tabler/icons-react';
import type { ComponentType } from 'react';

import type { fr } from '~/i18n/fr';

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

export function isOpenTo(screen: Screen, may: (permission: string) => boolean): boolean {
  return screen.permissions.length === 0 || screen.permissions.some(may);
}
