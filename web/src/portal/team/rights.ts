import type { OfIdentity } from '~/api/schemas';

export type Right = OfIdentity['Right'];

/** What somebody may do for his company besides looking; the last has all the others. */
export const RIGHTS = ['order', 'approve', 'invoices', 'manage'] as const satisfies readonly Right[];

/** The rights after one is ticked or not: who manages has all of them. */
export function toggled(rights: readonly Right[], right: Right, isTicked: boolean): Right[] {
  if (right === 'manage') return isTicked ? [...RIGHTS] : rights.filter((it) => it !== 'manage');
  return isTicked ? RIGHTS.filter((it) => it === right || rights.includes(it)) : rights.filter((it) => it !== right);
}
