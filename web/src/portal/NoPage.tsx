import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { Empty } from '~/ui/Empty';

export function NoPage() {
  const { t } = useTranslation();
  return (
    <Empty
      title={t('portal.noPage')}
      action={
        <Button component={Link} to="/">
          {t('portal.menu.catalogue')}
        </Button>
      }
    />
  );
}
