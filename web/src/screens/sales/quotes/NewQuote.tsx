import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { api } from '~/api/client';

import { emptyDraft } from './draft';
import { QuoteForm } from './QuoteForm';

export default function NewQuote() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const start = { ...emptyDraft(new Date()), customer: search.get('customer') ?? '' };
  return (
    <QuoteForm
      title={t('screens.newQuote')}
      start={start}
      onSave={async (body) => (await api.POST('/api/sales/v1/offers', { body })).data}
    />
  );
}
