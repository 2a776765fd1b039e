import { Box, Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { useNewVersion } from './useNewVersion';

/** Says that a newer version is ready; on a phone by a sign alone. */
export function NewVersion() {
  const { t } = useTranslation();
  const isThere = useNewVersion();
  return (
    <Box role="status" style={{ flex: 'none' }}>
      {isThere ? (
        <Button
          size="compact-sm"
          variant="light"
          aria-label={t('app.newerReload')}
          title={t('app.newerReload')}
          onClick={() => location.reload()}
        >
          <IconRefresh size={16} aria-hidden />
          <Box component="span" visibleFrom="md" ms={6}>
            {t('app.newerReload')}
          </Box>
        </Button>
      ) : null}
    </Box>
  );
}
