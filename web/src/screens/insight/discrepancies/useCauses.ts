import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';
import { useMay } from '~/auth/usePerson';

interface Causes {
  nameOf: (code: string) => string;
  options: { value: string; label: string }[];
}

/** Root causes of differences, as the warehouse names them; and that there is none. */
export function useCauses(): Causes {
  const { t, i18n } = useTranslation();
  const may = useMay();
  const { data } = hooks.useQuery(
    'get',
    '/api/inventory/v1/count-causes',
    {},
    { enabled: may('inventory.counts.read') },
  );
  const options = [
    ...(data?.items ?? []).map((it) => ({ value: it.code, label: i18n.language === 'fr' ? it.name_fr : it.name_en })),
    { value: 'unexplained', label: t('discrepancies.unexplained') },
  ];
  return { options, nameOf: (code) => options.find(({ value }) => value === code)?.label ?? code };
}
