import { useDebouncedValue } from '@mantine/hooks';

import { hooks } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';

import { numberKey } from './draft';

const GONE = new Set(['rejected', 'cancelled']);

/** The supplier's bill that has this number already, however it is written; `own`: the one that is corrected. */
export function useTwin(supplier: string, number: string, own = ''): OfAccounting['SupplierBillRow'] | null {
  const [key] = useDebouncedValue(numberKey(number), 200);
  const { data } = hooks.useQuery(
    'get',
    '/api/accounting/v1/supplier-bills',
    { params: { query: { supplier_id: supplier, number: key, limit: 50 } } },
    { enabled: supplier !== '' && key !== '' },
  );
  const isSame = (it: OfAccounting['SupplierBillRow']) =>
    it.id !== own && !GONE.has(it.status) && numberKey(it.supplier_number) === numberKey(number);
  return data?.items.find(isSame) ?? null;
}
