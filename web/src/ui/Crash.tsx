import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';

import { Empty } from './Empty';
import { reloadForGoneFile } from './version';

/** What is left of a screen that failed. Where a newer build took its files away, that build is taken up instead. */
export function Crash() {
  const { t } = useTranslation();
  const error = useRouteError();
  const [isOurs, setOurs] = useState(false);
  useEffect(() => {
    void reloadForGoneFile().then((reloads) => setOurs(!reloads));
  }, []);
  if (!isOurs) return null;
  return (
    <Empty
      icon={IconAlertTriangle}
      title={t('app.crashed')}
      hint={error instanceof Error ? error.message : undefined}
      action={<Button onClick={() => location.reload()}>{t('app.reload')}</Button>}
    />
  );
}
