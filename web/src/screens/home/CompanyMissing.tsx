import { Alert, Button, Text } from '@mantine/core';
import { IconBuilding } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { hooks } from '~/api/client';

/** Until somebody says who the company is, its invoices have no legal mentions and no electronic files. */
export function CompanyMissing() {
  const { t } = useTranslation();
  const { data } = hooks.useQuery('get', '/api/accounting/v1/company');
  if (data !== null) return null; // known, or not answered yet
  return (
    <Alert color="orange" icon={<IconBuilding size={18} />} title={t('runs.companyMissing')}>
      <Text size="sm">{t('runs.companyMissingHint')}</Text>
      <Button component={Link} to="/company" mt="xs" variant="default">
        {t('runs.fillCompany')}
      </Button>
    </Alert>
  );
}
