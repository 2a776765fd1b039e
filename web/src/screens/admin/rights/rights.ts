import type { OfIdentity } from '~/api/schemas';
import { folded } from '~/ui/text';

type Permission = OfIdentity['PermissionOut'];
type Role = Permission['roles'][number];

/** One thing that may be done, as a line of the matrix. */
export interface Right {
  permission: string; // its name in the service
  service: string;
  subject: string; // what it is about: `bank`
  verb: string; // what may be done: `read`
  roles: ReadonlySet<Role>;
}

/** `accounting.bank.write`: the service, then what it is about, then what may be done. */
export function rightOf({ permission, roles }: Permission): Right {
  const [service = '', ...rest] = permission.split('.');
  return { permission, service, subject: rest.slice(0, -1).join('-'), verb: rest.at(-1) ?? '', roles: new Set(roles) };
}

/** By service, in the order of their names; only rights that some of the words name. */
export function grouped(
  rights: readonly Right[],
  asked: string,
  nameOf: (right: Right) => string,
): { service: string; rights: Right[] }[] {
  const wanted = folded(asked.trim());
  const found = rights.filter((right) => folded(`${nameOf(right)} ${right.permission}`).includes(wanted));
  const services = [...new Set(found.map(({ service }) => service))].sort();
  return services.map((service) => ({ service, rights: found.filter((right) => right.service === service) }));
}
