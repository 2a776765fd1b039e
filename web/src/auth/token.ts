/** Who has signed in, as the access token says. The services verify it; here it only decides what is shown. */
export interface Person {
  subject: string;
  name: string;
  username: string;
  roles: readonly string[];
  customerId: string; // whom a portal user buys for; empty: one of the house
  permissions: ReadonlySet<string>;
  limits: Readonly<Record<string, string>>;
  expiresAt: number; // milliseconds since 1970
}

interface Claims {
  sub: string;
  name?: string;
  preferred_username?: string;
  roles?: string[];
  customer_id?: string;
  permissions?: string[];
  approval_limits?: Record<string, string>;
  exp: number;
}

export function personOf(token: string): Person {
  const claims = JSON.parse(decoded(token.split('.')[1] ?? '')) as Claims;
  return {
    subject: claims.sub,
    name: claims.name ?? claims.preferred_username ?? claims.sub,
    username: claims.preferred_username ?? '',
    roles: claims.roles ?? [],
    customerId: claims.customer_id ?? '',
    permissions: new Set(claims.permissions),
    limits: claims.approval_limits ?? {},
    expiresAt: claims.exp * 1000,
  };
}

function decoded(part: string): string {
  const binary = atob(part.replaceAll('-', '+').replaceAll('_', '/'));
  return new TextDecoder().decode(Uint8Array.from(binary, (char) => char.charCodeAt(0)));
}
