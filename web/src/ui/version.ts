import { createContextlessSwitch } from './switch';

/**
 * Which build this page is of, and whether the server has another one meanwhile: a tab stays open over a deployment, and the
 * files of its build are gone with the next.
 */

const LOOK_AGAIN_MS = 5 * 60_000;
const ANSWER_MS = 5_000;
const RELOADED = 'comptoir.reloaded'; // when this tab last took up a new version because a file was gone
const RELOAD_AGAIN_MS = 60_000;

export const newVersion = createContextlessSwitch();

let lookedAt = Date.now(); // the page has just come from there

/** The build of this page; empty where the page was not built. */
export function ownVersion(): string {
  const written = document.querySelector<HTMLMetaElement>('meta[name=version]')?.content ?? '';
  return written.startsWith('@') ? '' : written;
}

/** Whether the server has another build than this page's. Who cannot tell says no. */
export async function hasNewerVersion(): Promise<boolean> {
  lookedAt = Date.now();
  const own = ownVersion();
  if (!own) return false;
  try {
    const answer = await fetch('/version.json', { cache: 'no-cache', signal: AbortSignal.timeout(ANSWER_MS) });
    if (!answer.ok) return false;
    const { version } = (await answer.json()) as { version: string };
    if (version === own) return false;
  } catch {
    return false;
  }
  newVersion.set(true);
  return true;
}

/** Look, unless that was done a moment ago. */
export function lookForNewerVersion(): void {
  if (Date.now() - lookedAt >= LOOK_AGAIN_MS) void hasNewerVersion();
}

/** Take up the new version in place of a file that is gone; whether it does: not over and over, should that file stay away. */
export async function reloadForGoneFile(): Promise<boolean> {
  const before = Number(sessionStorage.getItem(RELOADED) ?? '0');
  if (Date.now() - before < RELOAD_AGAIN_MS || !(await hasNewerVersion())) return false;
  sessionStorage.setItem(RELOADED, String(Date.now()));
  location.reload();
  return true;
}
