import { Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { useMay } from '~/auth/usePerson';

/** To the record of a customer or supplier, for who may change it. */
export function EditPartnerButton({ id }: { id: string }) {
  const { t } = useTranslation();
  const may = useMay();
  if (!may('catalog.partners.write')) return null;
  return (
    <Button
      component={Link}
      to={`/partners/${id}/edit`}
      size="sm"
      variant="default"
      leftSection={<IconPencil size={16} />}
    >
      {t('record.edit')}
    </Button>
  );
}
