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
  'portal-visitor',
  'portal-reader',
  'portal-buyer',
  'portal-customer',
  'portal-approver',
  'portal-admin',
] as const satisfies readonly Role[];

/** Whether who has this role acts for one customer. */
export function isOfCustomer(role: string): boolean {
  return role.startsWith('portal-');
}

export function isRole(value: string): value is Role {
  return (ROLES as readonly string[]).includes(value);
}
