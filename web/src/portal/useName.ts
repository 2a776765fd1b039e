import { useTranslation } from 'react-i18next';

/** What an article is called in the reader's language. */
export function useName(): (it: { name_fr: string; name_en: string; sku: string }) => string {
  const { i18n } = useTranslation();
  return (it) => (i18n.language === 'fr' ? it.name_fr || it.name_en : it.name_en || it.name_fr) || it.sku;
}
