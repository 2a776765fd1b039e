/** What styles that are added to this page must carry, so that its policy lets them in. */
export function pageNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name=nonce]')?.content ?? '';
}
