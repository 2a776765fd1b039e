import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';

import { Empty } from './Empty';

/** What is left of a screen that failed, also when a newer build took its files away. */
export function Crash() {
  const { t } = useTranslation();
  const error = useRouteError();
  return (
    <Empty
      icon={IconAlertTriangle}
      title={t('app.newVersion')}
      hint={error instanceof Error ? error.message : undefined}
      action={<Button onClick={() => location.reload()}>{t('app.reload')}</Button>}
    />
  );
}
