/**
 * Lets the scanner's page open without a network. It keeps that page and the files that the page has loaded, whose names have
 * the hash of their content; no answer of a service is ever kept. While there is a network the page comes from there.
 */
const KEPT = 'comptoir-scanner';
const PAGE = '/scanner';
const FILES = '/assets/';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

// The page says what it has loaded: that is kept, and what an earlier edition of it needed is dropped.
self.addEventListener('message', (event) => event.waitUntil(keep(event.data)));

self.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || origin !== self.location.origin) return;
  if (mode === 'navigate' && pathname === PAGE) event.respondWith(page(event.request));
  else if (pathname.startsWith(FILES)) event.respondWith(file(event.request));
});

async function keep(loaded) {
  const kept = await caches.open(KEPT);
  const wanted = new Set(loaded.map((url) => new URL(url, self.location.origin).href));
  const known = new Set((await kept.keys()).map(({ url }) => url));
  await kept.addAll([...wanted].filter((url) => new URL(url).pathname.startsWith(FILES) && !known.has(url)));
  await kept.put(PAGE, await fetch(PAGE, { headers: { Accept: 'text/html' } }));
  for (const url of known) {
    if (new URL(url).pathname.startsWith(FILES) && !wanted.has(url)) await kept.delete(url);
  }
}

async function page(request) {
  const kept = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (answer.ok) await kept.put(PAGE, answer.clone());
    return answer;
  } catch (error) {
    const known = await kept.match(PAGE);
    if (!known) throw error;
    return known;
  }
}

async function file(request) {
  const kept = await caches.open(KEPT);
  const known = await kept.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) await kept.put(request, answer.clone());
  return answer;
}
