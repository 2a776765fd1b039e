import { useEffect } from 'react';

import { rememberPerson } from '~/auth/session';

const FILES = '/assets/';

/** Make this page open without a network from now on: by a worker that keeps its files, and by who works here. */
export function useOffline(): void {
  useEffect(() => {
    rememberPerson();
    if (!('serviceWorker' in navigator)) return;
    navigator.serviceWorker
      .register('/scanner-worker.js', { scope: '/scanner' })
      .then(() => navigator.serviceWorker.ready)
      .then(({ active }) => active?.postMessage(loaded()))
      .catch((error: unknown) => console.warn('The scanner will need a network to open.', error));
  }, []);
}

function loaded(): string[] {
  const names = performance.getEntriesByType('resource').map(({ name }) => name);
  return [...new Set(names)].filter((name) => new URL(name).pathname.startsWith(FILES));
}
