import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api } from '~/api/client';

import { fieldsOf, newDraft, type Draft } from './draft';
import { ProductForm } from './ProductForm';

/** A product that was not there before. */
export default function NewProduct() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [start] = useState(newDraft);
  const create = useMutation({
    mutationFn: async (draft: Draft) => {
      const fields = fieldsOf(draft);
      if (!fields) return;
      const body = { ...fields, sku: draft.sku.trim(), stock_uom: draft.stockUom };
      return (await api.POST('/api/catalog/v1/products', { body })).data;
    },
    onSuccess: async (made) => {
      await queries.invalidateQueries();
      if (made) await navigate(`/products/${made.id}`);
    },
  });
  return <ProductForm title={t('screens.newProduct')} start={start} isNew save={create} />;
}
