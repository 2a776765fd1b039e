import { Alert } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Refused } from '~/api/problem';
import { useNamed } from '~/i18n/useRefusal';

import { NotUnderstood } from './codes';
import { sound } from './sounds';

interface Outcome {
  shown: ReactNode; // what became of the last scan or entry, in words
  clear: () => void;
  fail: (words: string) => void;
  failBy: (error: unknown, code: string) => void; // a code could not be understood, or nobody answered
  keep: (label: string) => void; // an entry was kept
}

/** What somebody with a scanner hears and reads of what he did last. */
export function useOutcome(): Outcome {
  const { t, i18n } = useTranslation();
  const words = useNamed();
  const [trouble, setTrouble] = useState('');
  const [kept, setKept] = useState('');
  const fail = (words: string) => {
    sound(false);
    setTrouble(words);
  };
  return {
    shown: (
      <>
        {trouble ? (
          <Alert color="red" role="alert">
            {trouble}
          </Alert>
        ) : null}
        {kept ? (
          <Alert color="green" role="status">
            {kept}
          </Alert>
        ) : null}
      </>
    ),
    clear: () => {
      setTrouble('');
      setKept('');
    },
    fail,
    failBy: (error, code) => {
      const refused =
        error instanceof Refused ? words({ reason: error.slug, values: { ...error.problem } }) : undefined;
      if (error instanceof NotUnderstood) {
        const key = `scanCodes.${error.reason}`;
        const said = i18n.exists(key) ? key : 'scanner.notUnderstood';
        fail((t as (key: string, options: object) => string)(said, { code }));
      } else fail(refused ?? t('scanner.noAnswer'));
    },
    keep: (label) => setKept(t('scanner.kept', { label })),
  };
}
