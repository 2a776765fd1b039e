import { newProof } from './pkce';
import { forgetRemembered, remember, remembered } from './remembered';
import { personOf, type Person } from './token';

/**
 * The one sign-in of this tab. The access token lives in memory alone; the refresh token, good for one use, lives as long as
 * the tab, so that a reload does not ask for the password again.
 */

const CLIENT = 'comptoir-console';
const REFRESH = 'comptoir.refresh';
const PENDING = 'comptoir.sign-in';
const EARLY_MS = 30_000; // before its end a token is no longer used: clocks differ
const AGAIN_MS = [300, 1_000, 3_000]; // who gives tokens may be away for a moment: nobody is signed out by that

interface Issued {
  access_token: string;
  refresh_token?: string;
}

interface Pending {
  verifier: string;
  state: string;
  returnTo: string;
}

export class SignedOut extends Error {}

let accessToken = '';
let person: Person | null = null;
let refreshing: Promise<string> | null = null;
const listeners = new Set<() => void>();

export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function currentPerson(): Person | null {
  return person;
}

/** Go to the sign-in page; the browser comes back to `/callback`. */
export async function startSignIn(returnTo: string, language: string): Promise<void> {
  const issuer = await issuerOrigin();
  if (issuer !== location.origin) {
    location.assign(issuer + returnTo); // the sign-in page sends browsers back to this address only
    return;
  }
  const { verifier, challenge, state } = await newProof();
  sessionStorage.setItem(PENDING, JSON.stringify({ verifier, state, returnTo } satisfies Pending));
  const asked = new URLSearchParams({
    response_type: 'code',
    client_id: CLIENT,
    redirect_uri: `${location.origin}/callback`,
    scope: 'openid profile',
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ui_locales: language,
  });
  location.assign(`/oauth/authorize?${asked}`);
}

/** Finish a sign-in with what came back; tells where the person wanted to go. */
export async function finishSignIn(answer: URLSearchParams): Promise<string> {
  const pending = JSON.parse(sessionStorage.getItem(PENDING) ?? 'null') as Pending | null;
  sessionStorage.removeItem(PENDING);
  const code = answer.get('code');
  if (!pending || !code || answer.get('state') !== pending.state) {
    throw new SignedOut(answer.get('error_description') ?? '');
  }
  await obtain({
    grant_type: 'authorization_code',
    code,
    redirect_uri: `${location.origin}/callback`,
    code_verifier: pending.verifier,
  });
  return pending.returnTo;
}

/** Take up the sign-in that this tab had before a reload; whether there was one. @throws who could tell is away */
export async function resume(): Promise<boolean> {
  try {
    await freshToken();
    return true;
  } catch (error) {
    if (error instanceof SignedOut) return false;
    throw error;
  }
}

/** Where nobody can be asked: go on as whoever was let work here without a network; requests need a token all the same. */
export function resumeRemembered(): boolean {
  person = remembered();
  return person !== null;
}

/** Let this person work here without a network, until he signs out. */
export function rememberPerson(): void {
  if (person) remember(person);
}

/** A token that is good for the next request. @throws SignedOut */
export async function freshToken(): Promise<string> {
  if (person && person.expiresAt - EARLY_MS > Date.now()) return accessToken;
  return renewedToken();
}

/** A new token, however good the one at hand looks. @throws SignedOut */
export function renewedToken(): Promise<string> {
  refreshing ??= refresh().finally(() => (refreshing = null));
  return refreshing;
}

export async function signOut(): Promise<void> {
  const token = sessionStorage.getItem(REFRESH);
  forget();
  forgetRemembered();
  if (token) await post('/oauth/revoke', { token }).catch(() => undefined);
}

async function refresh(): Promise<string> {
  const token = sessionStorage.getItem(REFRESH);
  if (!token) throw new SignedOut();
  return obtain({ grant_type: 'refresh_token', refresh_token: token });
}

async function obtain(form: Record<string, string>): Promise<string> {
  let answer = await post('/oauth/token', form);
  for (const pause of AGAIN_MS) {
    if (!isAway(answer)) break;
    await new Promise((done) => setTimeout(done, pause));
    answer = await post('/oauth/token', form);
  }
  if (isAway(answer)) throw new Error(`The token endpoint answers ${answer.status}.`);
  if (!answer.ok) {
    forget();
    throw new SignedOut();
  }
  const issued = (await answer.json()) as Issued;
  accessToken = issued.access_token;
  person = personOf(accessToken);
  if (issued.refresh_token) sessionStorage.setItem(REFRESH, issued.refresh_token);
  tell();
  return accessToken;
}

function isAway({ status }: Response): boolean {
  return status >= 500 || status === 429;
}

function post(path: string, form: Record<string, string>): Promise<Response> {
  return fetch(path, { method: 'POST', body: new URLSearchParams({ client_id: CLIENT, ...form }) });
}

async function issuerOrigin(): Promise<string> {
  const answer = await fetch('/.well-known/openid-configuration');
  const { issuer } = (await answer.json()) as { issuer: string };
  return new URL(issuer).origin;
}

function forget(): void {
  accessToken = '';
  person = null;
  sessionStorage.removeItem(REFRESH);
  tell();
}

function tell(): void {
  for (const listener of listeners) listener();
}
