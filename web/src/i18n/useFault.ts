import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

import { useNamed } from './useRefusal';

/** One thing wrong with a line or a record, as services tell it. */
export interface Fault {
  field: string;
  detail: string; // in English
  code?: string;
  values?: Record<string, string>;
}

/** What a fault says in the reader's language; in the service's own where it gives no code, or one we do not know. */
export function useFault(): (fault: Fault) => string {
  const { i18n } = useTranslation();
  const words = useNamed();
  return useCallback(
    ({ detail, code, values = {} }) => {
      const choices = values['choices']
        ?.split(', ')
        .map((each) => {
          const key = `words.importChoice.${each}`;
          return i18n.exists(key) ? (i18n.t as (key: string) => string)(key) : each;
        })
        .join(', ');
      return (code && words({ reason: code, values: { ...values, ...(choices ? { choices } : {}) } })) || detail;
    },
    [i18n, words],
  );
}
