import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import { PageSkeleton, PageTrouble } from '~/ui/Page';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';

import { BillForm, type Entered } from './BillForm';
import { draftOf } from './draft';
import { isShown } from './shown';

/** A bill that is not posted yet, as it should have been entered: it is matched anew. */
export default function EditBill() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { id = '' } = useParams();
  const params = { path: { bill_id: id } };
  const query = hooks.useQuery(
    'get',
    '/api/accounting/v1/supplier-bills/{bill_id}/story',
    { params },
    { staleTime: Infinity, gcTime: 0 }, // what is typed since stays
  );
  const { data: bill, error } = query;
  useDocumentName(bill?.supplier_number);
  const correct = useMutation<unknown, Error, Entered>({
    mutationFn: ({ body }) =>
      api.PUT('/api/accounting/v1/supplier-bills/{bill_id}', {
        params,
        body,
        headers: { 'If-Match': String(bill?.version) },
      }),
    onSuccess: async () => {
      await navigate(`/bills/${id}`);
      await queries.invalidateQueries({ predicate: isShown });
    },
  });
  if (error) return <PageTrouble title={t('screens.editBill')} error={error} onRetry={() => void query.refetch()} />;
  if (!bill) return <PageSkeleton />;
  return <BillForm title={t('screens.editBill')} start={draftOf(bill)} own={id} act={correct} />;
}
