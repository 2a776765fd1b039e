import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import { PageSkeleton, PageTrouble } from '~/ui/Page';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';

import { basketOf } from './basket';
import { OrderForm } from './OrderForm';

/** A draft is written anew, at the prices of now; what this form does not show of it stays. */
export default function EditOrder() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const params = { path: { order_id: id } };
  const query = hooks.useQuery('get', '/api/sales/v1/orders/{order_id}', { params }, { staleTime: Infinity });
  const { data: order, error } = query;
  useDocumentName(order?.number);
  if (error) return <PageTrouble title={t('screens.order')} error={error} onRetry={() => void query.refetch()} />;
  if (!order) return <PageSkeleton />;
  const { ordered_on, channel, salesperson, consolidate_until, priority, version } = order;
  const kept = { ordered_on, channel, salesperson, consolidate_until, priority };
  return (
    <OrderForm
      title={t('amend.editDraft', { number: order.number })}
      start={basketOf(order)}
      isDraft
      onSave={async (body) => {
        const header = { 'if-match': `"${version}"` };
        const changed = { params: { ...params, header }, body: { ...body, ...kept } };
        return (await api.PUT('/api/sales/v1/orders/{order_id}', changed)).data;
      }}
    />
  );
}
