/**
 * What was scanned and not yet sent: on the device's disk, so that neither a dead battery nor a dead network loses it. An entry goes
 * away only when the service has said what became of it; sending it twice does it once, for its key is its own.
 */
import type { components } from '~/api/generated/inventory';

export type Entry = components['schemas']['ScanBatchIn']['entries'][number];
export type Answer = components['schemas']['EntryOut'];

export interface Kept {
  position?: number; // given by the database: the order in which things were done
  subject: string; // whose it is: another person's entries are not sent in this one's name
  label: string; // for people
  entry: Entry;
  refused?: Answer['refused'] | string; // why the service did not do it: somebody must look; a text where an older page kept it
}

export type Send = (entries: Entry[]) => Promise<Answer[]>;

const STORE = 'entries';
const BATCH = 50;

export function openQueue(name = 'comptoir.scanner'): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'position', autoIncrement: true });
  return settled(request);
}

/** On disk when it resolves. */
export async function keep(queue: IDBDatabase, kept: Kept): Promise<void> {
  const work = queue.transaction(STORE, 'readwrite', { durability: 'strict' });
  work.objectStore(STORE).add(kept);
  await done(work);
}

export function all(queue: IDBDatabase): Promise<Kept[]> {
  return settled(queue.transaction(STORE).objectStore(STORE).getAll() as IDBRequest<Kept[]>);
}

export async function drop(queue: IDBDatabase, position: number): Promise<void> {
  const work = queue.transaction(STORE, 'readwrite');
  work.objectStore(STORE).delete(position);
  await done(work);
}

/**
 * Send what waits, oldest first; one tab at a time. Stops, keeping the rest, when the network or the service is away.
 * Resolves to whether anything was sent.
 */
export async function sync(queue: IDBDatabase, subject: string, send: Send): Promise<boolean> {
  return await navigator.locks.request('comptoir.scanner.sync', async () => {
    for (let hasSent = false; ; hasSent = true) {
      const waiting = (await all(queue)).filter((each) => each.subject === subject && !each.refused).slice(0, BATCH);
      if (waiting.length === 0) return hasSent;
      const answers = new Map((await send(waiting.map((each) => each.entry))).map((each) => [each.key, each]));
      await settle(queue, waiting, answers);
      if (waiting.some((each) => (answers.get(each.entry.key)?.outcome ?? 'later') === 'later')) return true;
    }
  });
}

async function settle(queue: IDBDatabase, sent: Kept[], answers: Map<string, Answer>): Promise<void> {
  const work = queue.transaction(STORE, 'readwrite');
  const store = work.objectStore(STORE);
  for (const kept of sent) {
    const answer = answers.get(kept.entry.key);
    if (!answer || answer.outcome === 'later' || kept.position === undefined) continue;
    if (answer.outcome === 'refused') store.put({ ...kept, refused: answer.refused ?? '?' });
    else store.delete(kept.position);
  }
  await done(work);
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
  });
}

function done(work: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    work.oncomplete = () => resolve();
    work.onerror = () => reject(work.error ?? new Error('IndexedDB'));
    work.onabort = () => reject(work.error ?? new Error('IndexedDB'));
  });
}
