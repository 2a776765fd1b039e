import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat, type Format } from './useFormat';
import { useWord } from './useWord';

/** One sentence of an explanation, as services give it: a code, and facts whose names end in what they are. */
export interface Reason {
  code: string;
  facts: Record<string, string>;
}

interface Explained {
  explanation: string; // in English
  reasons?: readonly Reason[] | null;
}

/** The sentences of an explanation in the reader's language; the service's own where it gives none, or one we do not know. */
export function useReasons(): (explained: Explained, currency: string) => string {
  const { i18n } = useTranslation();
  const format = useFormat();
  const word = useWord();
  return useCallback(
    ({ explanation, reasons }, currency) => {
      const known = reasons?.every(({ code }) => i18n.exists(`reasons.${code}`)) ?? false;
      if (!reasons?.length || !known) return explanation;
      return reasons
        .map(({ code, facts }) => {
          const told = Object.entries(facts).map(([name, fact]) => [name, factText(format, name, fact, currency)]);
          const level = facts['level'] ? { level: word('level', facts['level']) } : {};
          const texts = { ...(Object.fromEntries(told) as Record<string, string>), ...level };
          return (i18n.t as (key: string, options: object) => string)(`reasons.${code}`, texts);
        })
        .join(' ');
    },
    [i18n, format, word],
  );
}

/** A fact as people read it; the end of its name says what it is. */
export function factText(format: Format, name: string, fact: string, currency: string): string {
  if (name.endsWith('_rate')) return format.exactRate(fact);
  if (/_(price|cost|amount)$/.test(name)) return format.money(fact, currency);
  if (/(quantity|_factor)$/.test(name)) return format.number(fact);
  return name.endsWith('_on') ? format.date(fact) : fact;
}
