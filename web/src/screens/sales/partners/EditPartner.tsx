import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import type { OfCatalog } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { PageSkeleton, PageTrouble } from '~/ui/Page';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';

import { draftOf, fieldsOf, type Draft } from './draft';
import { PartnerForm } from './PartnerForm';

/** Change a customer or supplier; what needs a second pair of eyes waits for it. */
export default function EditPartner() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const params = { path: { partner_id: id } };
  const query = hooks.useQuery('get', '/api/catalog/v1/partners/{partner_id}', { params });
  const { data: partner, error } = query;
  useDocumentName(partner?.name);
  if (error) return <PageTrouble title={t('screens.editPartner')} error={error} onRetry={() => void query.refetch()} />;
  if (!partner) return <PageSkeleton />;
  return <Loaded key={partner.version} partner={partner} />;
}

function Loaded({ partner }: { partner: OfCatalog['PartnerOut'] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const seesAccounts = useMay()('catalog.bank-accounts.read');
  const save = useMutation({
    mutationFn: async (draft: Draft) => {
      const body = fieldsOf(draft, seesAccounts);
      if (!body) return;
      const params = { path: { partner_id: partner.id }, header: { 'if-match': `"${partner.version}"` } };
      return (await api.PATCH('/api/catalog/v1/partners/{partner_id}', { params, body })).data;
    },
    onSuccess: async (changed) => {
      if (changed?.change_request_id) notifications.show({ message: t('record.waits') });
      await navigate(partner.is_customer ? `/customers/${partner.id}` : `/suppliers/${partner.id}`);
      await queries.invalidateQueries();
    },
  });
  return <PartnerForm title={partner.name} start={draftOf(partner)} isNew={false} save={save} />;
}
