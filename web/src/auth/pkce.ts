/** Secrets of a sign-in by code (RFC 7636): what is sent, and what proves afterwards that it was we who sent it. */
export interface Proof {
  verifier: string;
  challenge: string;
  state: string;
}

export async function newProof(): Promise<Proof> {
  const verifier = randomText(48);
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return { verifier, challenge: base64url(new Uint8Array(hash)), state: randomText(24) };
}

export function randomText(bytes: number): string {
  return base64url(crypto.getRandomValues(new Uint8Array(bytes)));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
