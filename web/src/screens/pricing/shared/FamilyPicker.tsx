import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';

interface Props {
  value: string;
  onChange: (code: string) => void;
  label?: string;
  isRequired?: boolean; // one of them, not any
  error?: string | undefined;
}

/** A family of products, by name; empty is all of them. */
export function FamilyPicker({ value, onChange, label, isRequired = false, error }: Props) {
  const { t } = useTranslation();
  const found = hooks.useQuery('get', '/api/catalog/v1/families', { params: { query: { limit: 200, sort: 'code' } } });
  const data = (found.data?.items ?? []).map((it) => ({ value: it.code, label: `${it.code} · ${it.name}` }));
  return (
    <Select
      label={label ?? t('pricing.family')}
      placeholder={t(isRequired ? 'pricing.pickFamily' : 'pricing.everything')}
      data={data}
      value={value || null}
      error={error}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('common.remove') }}
      onChange={(code) => onChange(code ?? '')}
    />
  );
}
