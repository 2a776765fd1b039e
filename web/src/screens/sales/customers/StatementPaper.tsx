import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { today } from '~/ui/days';
import { PaperButton } from '~/ui/PaperButton';

/** What the customer owes today, document by document, as it is sent to him. */
export function StatementPaper({ id, code }: { id: string; code: string }) {
  const { t } = useTranslation();
  const may = useMay();
  if (!may('accounting.payments.read')) return null;
  return (
    <PaperButton
      name={`${code}-${today()}.pdf`}
      label={t('dunning.statement')}
      load={() =>
        api.GET('/api/accounting/v1/customer-statements/{partner_id}/paper', {
          params: { path: { partner_id: id } },
          parseAs: 'blob',
        })
      }
    />
  );
}
