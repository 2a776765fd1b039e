import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';

interface Props {
  label?: string;
  value: string;
  onChange: (code: string) => void;
  error?: string | undefined;
}

/** The sites, by name. */
export function WarehousePicker({ label, value, onChange, error }: Props) {
  const { t } = useTranslation();
  const found = hooks.useQuery('get', '/api/inventory/v1/warehouses', { params: { query: { limit: 200 } } });
  const data = (found.data?.items ?? []).map((it) => ({ value: it.code, label: it.name || it.code }));
  return (
    <Select
      label={label ?? t('common.site')}
      data={data}
      value={value || null}
      error={error}
      searchable
      allowDeselect={false}
      onChange={(code) => onChange(code ?? '')}
    />
  );
}
