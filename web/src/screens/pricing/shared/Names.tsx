import { useTranslation } from 'react-i18next';

import { usePersonName } from '~/api/people';
import { useFormat } from '~/i18n/useFormat';
import { PartnerName } from '~/ui/Name';

/** Whoever did it, by name. */
export function Person({ subject }: { subject: string }) {
  return usePersonName(subject);
}

/** Whom a price is for: everybody, a class, or one customer. */
export function ForWhom({ scope, scopeKey }: { scope: string; scopeKey: string }) {
  const { t } = useTranslation();
  if (scope === 'customer') return <PartnerName id={scopeKey} />;
  return scope === 'segment' ? `${t('pricing.segment')} ${scopeKey}` : t('pricing.everybody');
}

interface ValidityProps {
  from: string;
  until: string | null | undefined;
}

/** From when until when; the last day is the first one without. */
export function Validity({ from, until }: ValidityProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return `${format.date(from)} – ${until ? format.date(until) : t('pricing.always')}`;
}
