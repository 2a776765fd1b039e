import { useTranslation } from 'react-i18next';

import type { fr } from './fr';

/** The word for a value that a service gave; the value itself when it is a newer one than we know. */
export function useWord(): (list: keyof typeof fr.words, value: string) => string {
  const { i18n } = useTranslation();
  return (list, value) =>
    (i18n.t as (key: string, options: object) => string)(`words.${list}.${value}`, { defaultValue: value });
}
