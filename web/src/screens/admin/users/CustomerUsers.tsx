import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { usePartner } from '~/api/names';
import { People } from '~/portal/team/Team';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';

/** The people of a customer in the portal, which the house can manage for him. */
export default function CustomerUsers() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const name = usePartner(id)?.name;
  useDocumentName(name);
  return (
    <People title={t('users.ofCustomer', { name: name ?? '…' })} note={t('users.ofCustomerHint')} customerId={id} />
  );
}
