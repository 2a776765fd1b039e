import { useEffect } from 'react';

import { rememberPerson } from '~/auth/session';

import { newDetector } from './Camera';

const FILES = '/assets/';

/** Make this page open without a network from now on: by a worker that keeps its files, and by who works here. */
export function useOffline(): void {
  useEffect(() => {
    rememberPerson();
    keepFiles().catch((error: unknown) => console.warn('The scanner will need a network to open.', error));
  }, []);
}

async function keepFiles(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  await newDetector(); // what the camera needs is loaded as well
  await navigator.serviceWorker.register('/scanner-worker.js', { scope: '/scanner' });
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage(loaded());
}

function loaded(): string[] {
  const names = performance.getEntriesByType('resource').map(({ name }) => name);
  return [...new Set(names)].filter((name) => new URL(name).pathname.startsWith(FILES));
}
