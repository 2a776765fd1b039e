import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { PageSkeleton, PageTrouble } from '~/ui/Page';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';

import { draftOf } from './draft';
import { QuoteForm } from './QuoteForm';
import { isChangeable } from './states';

/** What was not sent is changed; what the customer has stays as it is, and another version is written. */
export default function EditQuote() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const params = { path: { offer_id: id } };
  const query = hooks.useQuery('get', '/api/sales/v1/offers/{offer_id}', { params }, { staleTime: Infinity });
  const { data: offer, error } = query;
  useDocumentName(offer?.number);
  if (error) return <PageTrouble title={t('screens.quote')} error={error} onRetry={() => void query.refetch()} />;
  if (!offer) return <PageSkeleton />;
  const isSame = isChangeable(offer.status);
  const edition = isSame ? offer.edition : offer.edition + 1;
  const save = async (body: OfSales['OfferIn']) => {
    const header = { 'if-match': `"${offer.version}"` };
    const answer = isSame
      ? await api.PUT('/api/sales/v1/offers/{offer_id}', { params: { ...params, header }, body })
      : await api.POST('/api/sales/v1/offers/{offer_id}/editions', { params, body });
    return answer.data;
  };
  return (
    <QuoteForm
      title={t(isSame ? 'quotes.change' : 'quotes.newVersion', { number: offer.number, edition })}
      start={draftOf(offer)}
      isCustomerKnown
      onSave={save}
    />
  );
}
