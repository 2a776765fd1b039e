import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { freshToken } from '~/auth/session';

import { readMessages } from './stream';

const AGAIN_MS = 3000;

export interface Live {
  isLive: boolean;
  changedAt: string | null; // when the newest event that counts was applied
}

/** Ask for the figures of reporting anew whenever the service says that they changed, while the screen is open. */
export function useLive(): Live {
  const queries = useQueryClient();
  const [live, setLive] = useState<Live>({ isLive: false, changedAt: null });

  useEffect(() => {
    const ended = new AbortController();
    const keepUp = async (): Promise<void> => {
      while (!ended.signal.aborted) {
        await listen(ended.signal, (changedAt) => {
          setLive((before) => ({ isLive: true, changedAt: changedAt ?? before.changedAt }));
          void queries.invalidateQueries({ predicate: ({ queryKey }) => isOfReporting(queryKey) });
        }).catch(() => {
          if (!ended.signal.aborted) setLive((before) => ({ ...before, isLive: false })); // and it is asked again
        });
        await pause(AGAIN_MS, ended.signal);
      }
    };
    void keepUp();
    return () => ended.abort();
  }, [queries]);

  return live;
}

async function listen(signal: AbortSignal, onChange: (changedAt: string | null) => void): Promise<void> {
  const answer = await fetch('/api/reporting/v1/live', {
    headers: { Authorization: `Bearer ${await freshToken()}` },
    signal,
  });
  if (!answer.ok || !answer.body) throw new Error(`The stream of figures answers ${answer.status}.`);
  await readMessages(answer.body, (data) => onChange((JSON.parse(data) as { applied_at: string | null }).applied_at));
}

function isOfReporting(queryKey: readonly unknown[]): boolean {
  return typeof queryKey[1] === 'string' && queryKey[1].startsWith('/api/reporting/');
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const stop = () => {
      clearTimeout(timer);
      resolve();
    };
    signal.addEventListener('abort', stop, { once: true });
  });
}
