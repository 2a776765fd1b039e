import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';

const KEPT_MS = 300_000;

/** The chart of accounts as choices, "411 Clients". */
export function useAccounts(): { value: string; label: string }[] {
  const { i18n } = useTranslation();
  const { data } = hooks.useQuery('get', '/api/accounting/v1/accounts', {}, { staleTime: KEPT_MS });
  const name = (it: { name_fr: string; name_en: string }) => (i18n.language === 'fr' ? it.name_fr : it.name_en);
  return (data?.items ?? []).map((it) => ({ value: it.code, label: `${it.code} ${name(it)}` }));
}

/** The journals as choices, "VE Ventes". */
export function useJournals(): { value: string; label: string }[] {
  const { i18n } = useTranslation();
  const { data } = hooks.useQuery('get', '/api/accounting/v1/journals', {}, { staleTime: KEPT_MS });
  return (data?.items ?? []).map((it) => ({
    value: it.code,
    label: `${it.code} ${i18n.language === 'fr' ? it.name : it.name_en}`,
  }));
}
