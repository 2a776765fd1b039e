import { keepPreviousData } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';
import { usePartner } from '~/api/names';

import { Picker, useSearch } from './Picker';

interface Props {
  side: 'customer' | 'supplier';
  label: string;
  isLabelHidden?: boolean;
  value: string;
  onChange: (id: string) => void;
  w?: number | string;
}

/** A customer or supplier, found by words of code or name. */
export function PartnerPicker({ side, value, ...field }: Props) {
  const { t } = useTranslation();
  const search = useSearch();
  const chosen = usePartner(value);
  const query = {
    q: search.query,
    limit: 12,
    ...(side === 'customer' ? { is_customer: true } : { is_supplier: true }),
  };
  const found = hooks.useQuery(
    'get',
    '/api/catalog/v1/partners',
    { params: { query } },
    { enabled: search.isAsking, placeholderData: keepPreviousData },
  );
  const options = (found.data?.items ?? []).map((partner) => ({
    id: partner.id,
    name: partner.name,
    note: partner.code,
  }));
  return (
    <Picker
      {...field}
      search={search}
      value={value}
      chosen={chosen?.name ?? ''}
      options={options}
      isAnswered={!found.isPending && !found.isPlaceholderData}
      placeholder={field.label || t('common.pickCustomer')}
    />
  );
}
