/**
 * Lets the scanner's page open without a network. It keeps that page and the files that the page has loaded, whose names have
 * the hash of their content; no answer of a service is ever kept. While there is a network the page comes from there.
 *
 * What is kept is one build and whole: the page of another build is kept only once all its files are, and only then are those
 * of the earlier one dropped.
 */
const KEPT = 'comptoir-scanner';
const PAGE = '/scanner';
const FILES = '/assets/';
const PATIENCE_MS = 5_000; // a network that takes longer is none, where there is a page already

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

// The page says which build it is of and what it has loaded, and hears whether that is kept now.
self.addEventListener('message', (event) => {
  const told = keep(event.data).then(
    () => true,
    () => false,
  );
  event.waitUntil(told.then((isKept) => event.ports[0]?.postMessage(isKept)));
});

self.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || origin !== self.location.origin) return;
  if (mode === 'navigate' && pathname === PAGE) event.respondWith(page(event.request));
  else if (pathname.startsWith(FILES)) event.respondWith(file(event.request));
});

async function keep({ version, files }) {
  const kept = await caches.open(KEPT);
  const wanted = new Set(files.map((url) => new URL(url, self.location.origin).href).filter(isFile));
  const known = new Set((await kept.keys()).map(({ url }) => url));
  await kept.addAll([...wanted].filter((url) => !known.has(url)));
  const before = await kept.match(PAGE);
  if (before && (await versionOf(before)) === version) return; // and what it loaded another day it may need again
  const answer = await fetch(PAGE, { headers: { Accept: 'text/html' } });
  if (!answer.ok) throw new Error(`The page is answered with ${answer.status}.`);
  if ((await versionOf(answer.clone())) !== version) throw new Error('The page is of another build meanwhile.');
  await kept.put(PAGE, answer);
  for (const url of known) {
    if (isFile(url) && !wanted.has(url)) await kept.delete(url);
  }
}

function isFile(url) {
  return new URL(url).pathname.startsWith(FILES);
}

async function versionOf(answer) {
  return /name="version" content="([^"]*)"/.exec(await answer.text())?.[1];
}

async function page(request) {
  const kept = await caches.open(KEPT);
  const known = await kept.match(PAGE);
  if (!known) return fetch(request);
  const late = new Promise((done) => setTimeout(() => done(known), PATIENCE_MS));
  const asked = fetch(request).then(
    (answer) => (answer.status >= 500 ? known : answer),
    () => known,
  );
  return Promise.race([asked, late]);
}

async function file(request) {
  const kept = await caches.open(KEPT);
  const known = await kept.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) await kept.put(request, answer.clone());
  return answer;
}
