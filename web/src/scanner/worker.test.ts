import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const SOURCE = readFileSync(join(import.meta.dirname, '..', '..', 'public', 'scanner-worker.js'), 'utf8');
const ORIGIN = 'https://house.example';
const FIRST = { version: 'one', files: [`${ORIGIN}/assets/app-1.js`, `${ORIGIN}/assets/style-1.css`] };
const SECOND = { version: 'two', files: [`${ORIGIN}/assets/app-2.js`, `${ORIGIN}/assets/style-1.css`] };

type Listener = (event: object) => void;
type Answer = () => Response | Promise<Response>;

/** What a browser gives the worker, as far as it uses it: a cache, and a network that answers as told. */
function startedWorker(network: Map<string, Answer>) {
  const store = new Map<string, Response>();
  const href = (of: string | { url: string }) => new URL(typeof of === 'string' ? of : of.url, ORIGIN).href;
  const fetched = async (of: string | { url: string }) => {
    const answer = network.get(new URL(href(of)).pathname);
    if (!answer) throw new TypeError('Failed to fetch');
    return answer();
  };
  const cache = {
    keys: () => Promise.resolve([...store.keys()].map((url) => ({ url }))),
    match: (of: string | { url: string }) => Promise.resolve(store.get(href(of))?.clone()),
    put: (of: string | { url: string }, answer: Response) => Promise.resolve(void store.set(href(of), answer)),
    delete: (of: string) => Promise.resolve(store.delete(href(of))),
    addAll: async (urls: string[]) => {
      const answers = await Promise.all(urls.map(fetched));
      if (answers.some(({ ok }) => !ok)) throw new TypeError('Request failed');
      urls.forEach((url, place) => store.set(url, answers[place] as Response));
    },
  };
  const listeners = new Map<string, Listener>();
  const self = {
    location: { origin: ORIGIN },
    addEventListener: (name: string, listener: Listener) => listeners.set(name, listener),
  };
  const run = compileFunction(SOURCE, ['self', 'caches', 'fetch']) as (...given: object[]) => void;
  run(self, { open: () => Promise.resolve(cache) }, fetched);
  return {
    kept: () => [...store.keys()].map((url) => new URL(url).pathname).sort(),
    keep: (told: object) =>
      new Promise<boolean>((done) => {
        listeners.get('message')?.({ data: told, ports: [{ postMessage: done }], waitUntil: () => {} });
      }),
    open: async () => {
      let answer: Promise<Response> | undefined;
      const request = { method: 'GET', mode: 'navigate', url: `${ORIGIN}/scanner` };
      listeners.get('fetch')?.({ request, respondWith: (given: Promise<Response>) => (answer = given) });
      return (await answer)?.text();
    },
  };
}

const page = (version: string) => `<meta name="version" content="${version}" />`;
const file: Answer = () => new Response('file');

let network: Map<string, Answer>;
let worker: ReturnType<typeof startedWorker>;

beforeEach(() => {
  network = new Map([
    ['/scanner', () => new Response(page('one'))],
    ['/assets/app-1.js', file],
    ['/assets/style-1.css', file],
  ]);
  worker = startedWorker(network);
});

afterEach(() => vi.useRealTimers());

function deploySecond() {
  network.set('/scanner', () => new Response(page('two')));
  network.set('/assets/app-2.js', file);
  network.delete('/assets/app-1.js');
}

test('a page that was kept opens without a network', async () => {
  expect(await worker.keep(FIRST)).toBe(true);
  expect(worker.kept()).toEqual(['/assets/app-1.js', '/assets/style-1.css', '/scanner']);
  network.clear();
  expect(await worker.open()).toBe(page('one'));
});

test('what a busy server answers in place of the page is not kept, and the page is asked for again', async () => {
  network.set('/scanner', () => new Response('no healthy upstream', { status: 503 }));
  expect(await worker.keep(FIRST)).toBe(false);
  expect(worker.kept()).not.toContain('/scanner');
  network.set('/scanner', () => new Response(page('one')));
  expect(await worker.keep(FIRST)).toBe(true);
});

test('where the server is in trouble or too slow, the kept page opens', async () => {
  await worker.keep(FIRST);
  network.set('/scanner', () => new Response('no healthy upstream', { status: 503 }));
  expect(await worker.open()).toBe(page('one'));
  vi.useFakeTimers();
  network.set('/scanner', () => new Promise(() => {}));
  const opened = worker.open();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await opened).toBe(page('one'));
});

test('files of a build that is there no longer do not go with the page of the next', async () => {
  deploySecond();
  network.set('/assets/app-1.js', file); // it had been loaded just before
  expect(await worker.keep(FIRST)).toBe(false);
  expect(worker.kept()).not.toContain('/scanner');
});

test('until the next build is whole the earlier one stays', async () => {
  await worker.keep(FIRST);
  deploySecond();
  network.delete('/assets/app-2.js');
  expect(await worker.open()).toBe(page('two'));
  expect(await worker.keep(SECOND)).toBe(false);
  network.clear();
  expect(await worker.open()).toBe(page('one'));
  expect(worker.kept()).toContain('/assets/app-1.js');
});

test('a build that is whole takes the place of the earlier one', async () => {
  await worker.keep(FIRST);
  deploySecond();
  expect(await worker.keep(SECOND)).toBe(true);
  expect(worker.kept()).toEqual(['/assets/app-2.js', '/assets/style-1.css', '/scanner']);
});

test('what the page loaded another day it keeps', async () => {
  await worker.keep(FIRST);
  expect(await worker.keep({ ...FIRST, files: FIRST.files.slice(0, 1) })).toBe(true);
  expect(worker.kept()).toContain('/assets/style-1.css');
});
