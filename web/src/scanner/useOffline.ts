import { useEffect } from 'react';

import { rememberPerson } from '~/auth/session';
import { ownVersion } from '~/ui/version';

import { newDetector } from './Camera';

const FILES = '/assets/';
const AGAIN_MS = 15_000;
const CONTROL_MS = 5_000;

/** Make this page open without a network from now on: by a worker that keeps its files, and by who works here. */
export function useOffline(): void {
  useEffect(() => {
    rememberPerson();
    let timer = 0;
    let isOver = false;
    const keep = async () => {
      const isKept = await keepFiles().catch((error: unknown) => {
        console.warn('The scanner will need a network to open.', error);
        return false;
      });
      if (!isKept && !isOver) timer = window.setTimeout(() => void keep(), AGAIN_MS);
    };
    void keep();
    return () => {
      isOver = true;
      window.clearTimeout(timer);
    };
  }, []);
}

/** Whether everything is kept: a server that is busy, or just changing to another build, is asked again later. */
async function keepFiles(): Promise<boolean> {
  if (!('serviceWorker' in navigator)) return true;
  await newDetector(); // what the camera needs is loaded as well
  await navigator.serviceWorker.register('/scanner-worker.js', { scope: '/scanner' });
  const { active } = await navigator.serviceWorker.ready;
  await hasControl(); // what is loaded from now on, the worker sees itself
  if (!active) return false;
  const { port1, port2 } = new MessageChannel();
  const told = new Promise<boolean>((done) => (port1.onmessage = ({ data }) => done(data === true)));
  active.postMessage({ version: ownVersion(), files: loaded() }, [port2]);
  return told;
}

/** Or never will have: a page reloaded past its worker is not its own, but what it has loaded can be kept all the same. */
function hasControl(): Promise<void> {
  return new Promise((done) => {
    if (navigator.serviceWorker.controller) done();
    else navigator.serviceWorker.addEventListener('controllerchange', () => done(), { once: true });
    window.setTimeout(done, CONTROL_MS);
  });
}

/** The files that this page has loaded, or is about to. */
function loaded(): string[] {
  const scripts = [...document.querySelectorAll<HTMLScriptElement>('script[src]')].map(({ src }) => src);
  const links = [...document.querySelectorAll<HTMLLinkElement>('link[href]')].map(({ href }) => href);
  const names = performance.getEntriesByType('resource').map(({ name }) => name);
  return [...new Set([...scripts, ...links, ...names])].filter((name) => new URL(name).pathname.startsWith(FILES));
}
