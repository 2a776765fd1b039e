import { keepPreviousData } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';
import { useProduct } from '~/api/names';

import { Picker, useSearch } from './Picker';

interface Props {
  label: string;
  isLabelHidden?: boolean;
  value: string;
  onChange: (id: string) => void;
  w?: number | string;
}

/** A product, found by words of SKU, names or customers' codes. */
export function ProductPicker({ value, ...field }: Props) {
  const { i18n, t } = useTranslation();
  const search = useSearch();
  const chosen = useProduct(value);
  const query = { q: search.query, limit: 12 };
  const found = hooks.useQuery(
    'get',
    '/api/catalog/v1/products',
    { params: { query } },
    { enabled: search.isAsking, placeholderData: keepPreviousData },
  );
  const name = (product: { name_fr: string; name_en: string }) =>
    i18n.language === 'fr' ? product.name_fr : product.name_en;
  const options = (found.data?.items ?? []).map((product) => ({
    id: product.id,
    name: name(product),
    note: product.sku,
  }));
  return (
    <Picker
      {...field}
      search={search}
      value={value}
      chosen={chosen ? name(chosen) : ''}
      options={options}
      isAnswered={!found.isPending && !found.isPlaceholderData}
      placeholder={t('common.pickProduct')}
    />
  );
}
