import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { useMay } from '~/auth/usePerson';

/** A new customer or supplier, for who may add one. */
export function NewPartnerButton({ side }: { side: 'customer' | 'supplier' }) {
  const { t } = useTranslation();
  const may = useMay();
  if (!may('catalog.partners.write')) return null;
  return (
    <Button component={Link} to={`/partners/new?side=${side}`} leftSection={<IconPlus size={15} />}>
      {t(side === 'customer' ? 'partner.newCustomer' : 'partner.newSupplier')}
    </Button>
  );
}
