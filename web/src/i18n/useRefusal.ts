import type { i18n as I18n } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

import { slugOf, type Problem } from '~/api/problem';

import type { fr } from './fr';
import { useFormat, type Format } from './useFormat';
import { factText, useReasons } from './useReasons';

/** A refusal by its public name, with the values behind it. */
export interface Named {
  reason: string;
  values?: Record<string, unknown> | null;
}

/** Names that many refusals share: what the service says of them tells more than words for the name could. */
const SHARED = ['invalid', 'invalid-request', 'invalid-records', 'not-found', 'constraint-violated'];

/** Values that are quantities, though their names do not end so. */
const QUANTITIES = new Set(
  'above asked available below capacity left limit loose multiple on_hand open ordered received reserved returnable'.split(
    ' ',
  ),
);

/** What a refusal says, in the reader's language where its reasons or its name have words; in the service's own otherwise. */
export function useRefusal(): (problem: Problem) => string {
  const say = useReasons();
  const words = useNamed();
  return useCallback(
    (problem) => {
      const { detail, reasons, lines, currency, errors } = problem;
      const money = currency ?? 'EUR';
      const told = (lines ?? []).filter((line) => line.reasons?.length);
      if (told.length > 0) {
        return told
          .map(
            (line) =>
              `${line.sku}: ${say({ explanation: line.explanation ?? detail, reasons: line.reasons ?? null }, money)}`,
          )
          .join('\n');
      }
      if (reasons?.length) return say({ explanation: detail, reasons }, money);
      const reason = slugOf(problem);
      if (!SHARED.includes(reason)) return words({ reason, values: { ...problem } }) ?? detail;
      const faults = (errors ?? []).map(({ code, values }) => code && words({ reason: code, values: values ?? {} }));
      if (faults.length === 0 || !faults.every(Boolean)) return detail;
      return (faults.length === 1 ? faults[0] : words({ reason })) || detail; // several are listed below
    },
    [say, words],
  );
}

/** The words for a refusal by its name; undefined for a newer one than we know. */
export function useNamed(): (named: Named) => string | undefined {
  const { i18n } = useTranslation();
  const format = useFormat();
  return useCallback((named) => wordsFor(i18n, format, named), [i18n, format]);
}

/** The first form of the refusal of which all values are known. */
export function wordsFor(i18n: I18n, format: Format, { reason, values }: Named): string | undefined {
  const path = `refusals.${reason}`;
  if (!i18n.exists(path)) return undefined;
  const forms = Object.keys(i18n.getResource('en', 'translation', path) as (typeof fr.refusals)[never]);
  const known = Object.entries(values ?? {}).filter(
    ([, value]) => typeof value === 'string' || typeof value === 'number',
  );
  const texts = Object.fromEntries(known.map(([name, value]) => [name, valueText(format, name, String(value))]));
  const fitting = forms.find((form) =>
    gapsOf(i18n.getResource('en', 'translation', `${path}.${form}`) as string).every((gap) => gap in texts),
  );
  return fitting && (i18n.t as (key: string, options: object) => string)(`${path}.${fitting}`, texts);
}

function valueText(format: Format, name: string, value: string): string {
  if (QUANTITIES.has(name)) return /^-?\d+(\.\d+)?$/.test(value) ? format.number(value) : value;
  return /^\d{4}-\d\d-\d\d$/.test(value) ? format.date(value) : factText(format, name, value, 'EUR');
}

function gapsOf(text: string): string[] {
  return [...text.matchAll(/{{(\w+)}}/g)].map(([, name]) => name ?? '');
}
