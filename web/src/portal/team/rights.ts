import type { OfIdentity } from '~/api/schemas';

/** What somebody may do for his company, the least first. */
export const RIGHTS = ['look', 'order', 'manage'] as const satisfies readonly OfIdentity['Right'][];
