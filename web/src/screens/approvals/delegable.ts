import { ASKING, type Asking } from './asking';

const DECIDING = /\.(approve|release|settle)$/;
const AT_ONCE = 20;

/** The permissions to decide that somebody has, by service: what can be lent to somebody else. */
export function delegable(permissions: ReadonlySet<string>): [Asking, string[]][] {
  return ASKING.flatMap((service): [Asking, string[]][] => {
    const own = [...permissions].filter((each) => each.startsWith(`${service}.`) && DECIDING.test(each)).sort();
    return own.length > 0 ? [[service, own.slice(0, AT_ONCE)]] : [];
  });
}
