import { useCallback, useEffect, useState } from 'react';

import { api } from '~/api/client';

import { all, drop, keep, openQueue, sync, type Entry, type Kept } from './queue';

const DEVICE = 'comptoir.scanner.device';
const AGAIN_MS = 15_000;

const queue = openQueue();

function device(): string {
  const known = localStorage.getItem(DEVICE) ?? crypto.randomUUID();
  localStorage.setItem(DEVICE, known);
  return known;
}

async function send(entries: Entry[]) {
  const { data } = await api.POST('/api/inventory/v1/scan-batches', { body: { device: device(), entries } });
  return data?.items ?? [];
}

/** What waits to be sent, sent as soon as there is a network. */
export function useQueue(subject: string) {
  const [waiting, setWaiting] = useState<Kept[]>([]);
  const refresh = useCallback(async () => {
    const kept = await all(await queue);
    setWaiting(kept.filter((each) => each.subject === subject));
  }, [subject]);
  const flush = useCallback(async () => {
    try {
      if (navigator.onLine) await sync(await queue, subject, send);
    } catch {
      // No answer: everything is still there and goes again, with the same keys.
    } finally {
      await refresh();
    }
  }, [refresh, subject]);

  useEffect(() => {
    const again = () => void flush();
    again();
    const timer = setInterval(again, AGAIN_MS);
    window.addEventListener('online', again);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', again);
    };
  }, [flush]);

  return {
    waiting,
    add: async (entry: Entry, label: string) => {
      await keep(await queue, { subject, entry, label });
      await refresh();
      void flush();
    },
    forget: async (position: number) => {
      await drop(await queue, position);
      await refresh();
    },
  };
}
