import { useSyncExternalStore } from 'react';

import { currentPerson, subscribe } from './session';
import type { Person } from './token';

/** Who has signed in. Only below the shell, where somebody has. */
export function usePerson(): Person {
  const person = useMaybePerson();
  if (!person) throw new Error('Nobody has signed in.');
  return person;
}

export function useMaybePerson(): Person | null {
  return useSyncExternalStore(subscribe, currentPerson);
}

/** Whether the person may do this. */
export function useMay(): (permission: string) => boolean {
  const person = useMaybePerson();
  return (permission) => person?.permissions.has(permission) ?? false;
}
