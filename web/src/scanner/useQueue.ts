import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { Refused } from '~/api/problem';
import { SignedOut, startSignIn } from '~/auth/session';

import { all, drop, keep, openQueue, sync, type Entry, type Kept } from './queue';

const DEVICE = 'comptoir.scanner.device';
const AGAIN_MS = 15_000;
const SOON_MS = 1_000; // and twice as long after each failure: most networks are back in a moment

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
  const { i18n } = useTranslation();
  const queries = useQueryClient();
  const [isReachable, setReachable] = useState(true);
  const [waiting, setWaiting] = useState<Kept[]>([]);
  const refresh = useCallback(async () => {
    const kept = await all(await queue);
    setWaiting(kept.filter((each) => each.subject === subject));
  }, [subject]);
  const failures = useRef(0);
  const dueAt = useRef(Infinity);
  const flush = useCallback(async () => {
    dueAt.current = Infinity;
    try {
      const hasSent = await sync(await queue, subject, send);
      if (hasSent) await queries.invalidateQueries(); // what was sent is no longer shown as to be done
      setReachable(navigator.onLine);
      failures.current = 0;
    } catch (error) {
      // No answer: everything is still there and goes again, with the same keys.
      setReachable(error instanceof Refused);
      failures.current += 1;
      if (error instanceof SignedOut) await startSignIn('/scanner', i18n.language).catch(() => undefined); // still no network
    } finally {
      dueAt.current = Date.now() + (failures.current ? Math.min(SOON_MS * 2 ** failures.current, AGAIN_MS) : AGAIN_MS);
      await refresh();
    }
  }, [refresh, subject, i18n, queries]);

  useEffect(() => {
    const again = () => void flush();
    again();
    const timer = setInterval(() => {
      if (Date.now() >= dueAt.current) again();
    }, SOON_MS);
    window.addEventListener('online', again);
    window.addEventListener('offline', again);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', again);
      window.removeEventListener('offline', again);
    };
  }, [flush]);

  return {
    waiting,
    isReachable,
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
