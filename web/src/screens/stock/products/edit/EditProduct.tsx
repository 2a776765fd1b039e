import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import type { OfCatalog } from '~/api/schemas';
import { PageSkeleton, PageTrouble } from '~/ui/Page';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';

import { draftOf, fieldsOf, type Draft } from './draft';
import { ProductForm } from './ProductForm';

/** Change a product; what needs a second pair of eyes waits for it. */
export default function EditProduct() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const params = { path: { product_id: id } };
  const query = hooks.useQuery('get', '/api/catalog/v1/products/{product_id}', { params });
  const { data: product, error } = query;
  useDocumentName(product?.sku);
  if (error) return <PageTrouble title={t('screens.product')} error={error} onRetry={() => void query.refetch()} />;
  if (!product) return <PageSkeleton />;
  return <Loaded key={product.version} product={product} />;
}

function Loaded({ product }: { product: OfCatalog['ProductOut'] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: async (draft: Draft) => {
      const body = fieldsOf(draft);
      if (!body) return;
      const params = { path: { product_id: product.id }, header: { 'if-match': `"${product.version}"` } };
      return (await api.PATCH('/api/catalog/v1/products/{product_id}', { params, body })).data;
    },
    onSuccess: async (changed) => {
      if (changed?.change_request_id) notifications.show({ message: t('record.waits') });
      await navigate(`/products/${product.id}`);
      await queries.invalidateQueries();
    },
  });
  return <ProductForm title={product.sku} start={draftOf(product)} isNew={false} save={save} />;
}
