import { Button, Group, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import classes from './List.module.css';

/** What may be done to all ticked rows at once. */
export function BulkBar({ count, onClear, children }: { count: number; onClear: () => void; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={classes.bulk} role="toolbar" aria-label={t('list.chosen', { count })}>
      <Text fw={600} role="status">
        {t('list.chosen', { count })}
      </Text>
      <Group gap="xs">{children}</Group>
      <Button ms="auto" size="sm" variant="subtle" color="gray" leftSection={<IconX size={14} />} onClick={onClear}>
        {t('list.unchoose')}
      </Button>
    </div>
  );
}
