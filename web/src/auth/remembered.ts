import type { Person } from './token';

const KEPT = 'comptoir.person';

/** Who works on this device, for work that goes on without a network. No token is in it: services believe nothing of it. */
export function remember(person: Person): void {
  localStorage.setItem(KEPT, JSON.stringify({ ...person, permissions: [...person.permissions], expiresAt: 0 }));
}

export function remembered(): Person | null {
  const kept = JSON.parse(localStorage.getItem(KEPT) ?? 'null') as (Person & { permissions: string[] }) | null;
  return kept && { ...kept, permissions: new Set(kept.permissions) };
}

export function forgetRemembered(): void {
  localStorage.removeItem(KEPT);
}
