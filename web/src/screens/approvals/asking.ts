import type { Paths } from '~/api/client';

type PathsOf<Path> = Path extends `/api/${infer Service}/v1/approvals` ? Service : never;

/** The services that ask for approvals, as their APIs say; all speak of them in the same words. */
export type Asking = PathsOf<keyof Paths>;

/** Each of them, or this does not compile: no request waits where nobody looks. */
const IN_THE_INBOX: Record<Asking, true> = {
  sales: true,
  pricing: true,
  purchasing: true,
  inventory: true,
  catalog: true,
  accounting: true,
};

export const ASKING = Object.keys(IN_THE_INBOX) as Asking[];
