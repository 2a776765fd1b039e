import type { OfIdentity } from '~/api/schemas';

export type Role = OfIdentity['Role'];

/** Every role that a person can have; programs of partners have one of their own. */
export const ROLES = [
  'buyer',
  'warehouse',
  'sales',
  'pricing-manager',
  'finance',
  'admin',
  'auditor',
  'portal-customer',
] as const satisfies readonly Role[];

export function isRole(value: string): value is Role {
  return (ROLES as readonly string[]).includes(value);
}
