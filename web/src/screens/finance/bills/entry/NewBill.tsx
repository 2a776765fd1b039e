import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { PageSkeleton, PageTrouble } from '~/ui/Page';
import { useAddress } from '~/ui/useAddress';

import { BillForm, type Entered } from './BillForm';
import { JustEntered } from './JustEntered';
import { isShown } from './shown';
import { startOf } from './start';

type Made = OfAccounting['SupplierBillOut'];

/** A supplier's bill, and the next one after it. */
export default function NewBill() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { read } = useAddress();
  const [made, setMade] = useState<readonly Made[]>([]);
  const from = {
    supplier: read('supplier'),
    receipt: read('receipt'),
    order: read('order'),
    received: read('received'),
  };
  const start = useQuery({
    queryKey: ['bills', 'start', from, made.length],
    queryFn: () => startOf(from),
    gcTime: 0,
    staleTime: Infinity, // what is typed since stays
  });
  const enter = useMutation<Made | undefined, Error, Entered>({
    mutationFn: async ({ body }) => (await api.POST('/api/accounting/v1/supplier-bills', { body })).data,
    onSuccess: async (bill, { isNext }) => {
      if (!bill) return;
      const isPosted = bill.status === 'posted';
      notifications.show({
        color: isPosted ? 'green' : 'orange',
        message: t(isPosted ? 'billEntry.posted' : 'billEntry.disputed', {
          number: bill.supplier_number,
          ours: bill.number,
        }),
      });
      await navigate(isNext ? '/bills/new' : `/bills/${bill.id}`);
      if (isNext) setMade((before) => [bill, ...before]);
      await queries.invalidateQueries({ predicate: isShown });
    },
  });
  if (start.error)
    return <PageTrouble title={t('screens.newBill')} error={start.error} onRetry={() => void start.refetch()} />;
  if (!start.data) return <PageSkeleton />;
  return (
    <BillForm
      key={made.length}
      title={t('screens.newBill')}
      start={start.data}
      act={enter}
      aside={made.length > 0 ? <JustEntered bills={made} /> : null}
    />
  );
}
