import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { useAddress } from '~/ui/useAddress';

import { fieldsOf, newDraft, type Draft } from './draft';
import { PartnerForm } from './PartnerForm';

/** A customer or supplier that was not there before. */
export default function NewPartner() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const seesAccounts = useMay()('catalog.bank-accounts.read');
  const { read } = useAddress();
  const [start] = useState(() => newDraft(read('side') === 'supplier' ? 'supplier' : 'customer'));
  const create = useMutation({
    mutationFn: async (draft: Draft) => {
      const fields = fieldsOf(draft, seesAccounts);
      if (!fields) return;
      const body = { ...fields, code: draft.code.trim(), accept_duplicate: draft.isNoDuplicate };
      return (await api.POST('/api/catalog/v1/partners', { body })).data;
    },
    onSuccess: async (made) => {
      await queries.invalidateQueries();
      if (made) await navigate(made.is_customer ? `/customers/${made.id}` : `/suppliers/${made.id}`);
    },
  });
  return <PartnerForm title={t('screens.newPartner')} start={start} isNew save={create} />;
}
