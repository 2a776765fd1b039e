import { keepPreviousData } from '@tanstack/react-query';

import { hooks } from '~/api/client';

import { Picker, useSearch } from './Picker';

interface Props {
  label: string;
  placeholder: string;
  value: string;
  onChange: (id: string) => void;
}

/** A customer's order, found by its number, the customer's own number, or his name. */
export function OrderPicker({ value, ...field }: Props) {
  const search = useSearch();
  const params = { query: { q: search.query, sort: '-created_at', limit: 12 } };
  const found = hooks.useQuery(
    'get',
    '/api/sales/v1/orders',
    { params },
    { enabled: search.isAsking, placeholderData: keepPreviousData },
  );
  const chosen = hooks.useQuery(
    'get',
    '/api/sales/v1/orders/{order_id}',
    { params: { path: { order_id: value } } },
    { enabled: value !== '' },
  );
  const options = (found.data?.items ?? []).map((order) => ({
    id: order.id,
    name: order.number,
    note: order.customer_name ?? '',
  }));
  return (
    <Picker
      {...field}
      search={search}
      value={value}
      chosen={value ? (chosen.data?.number ?? '') : ''}
      options={options}
      isAnswered={!found.isPending && !found.isPlaceholderData}
    />
  );
}
