import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

import { en } from './en';
import { fr } from './fr';

export const LANGUAGES = ['fr', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const KEPT = 'comptoir.language';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof fr };
    strictKeyChecks: true;
  }
}

export function initialLanguage(): Language {
  const wanted = [localStorage.getItem(KEPT) ?? '', ...navigator.languages].map((tag) => tag.slice(0, 2));
  return wanted.find((tag) => isLanguage(tag)) ?? 'fr';
}

export async function speak(language: Language): Promise<void> {
  localStorage.setItem(KEPT, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

/** French sets a space before : ; ? ! and inside « », which never begins or ends a line. */
export function unbroken(text: string): string {
  return text.replace(/ (?=[:;?!»])|(?<=«) /g, '\u00a0');
}

function isLanguage(tag: string): tag is Language {
  return (LANGUAGES as readonly string[]).includes(tag);
}

export async function startTranslation(): Promise<void> {
  const language = initialLanguage();
  document.documentElement.lang = language;
  i18next.use({
    type: 'postProcessor',
    name: 'unbroken',
    process: (text: string) => (typeof text === 'string' && i18next.language === 'fr' ? unbroken(text) : text),
  });
  await i18next.use(initReactI18next).init({
    postProcess: ['unbroken'],
    lng: language,
    fallbackLng: 'en',
    resources: { fr: { translation: fr }, en: { translation: en } },
    interpolation: { escapeValue: false }, // React escapes
    saveMissing: true,
    missingKeyHandler: (_languages, _namespace, key: string, shown: string) => {
      if (shown === key) console.error(`There is no text for ${key}.`); // a value of a service says itself instead
    },
  });
  addEventListener('storage', ({ key, newValue }) => {
    if (key === KEPT && newValue && isLanguage(newValue)) void speak(newValue); // chosen in another tab
  });
}
