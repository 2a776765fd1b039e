import { Alert, Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useNamed } from '~/i18n/useRefusal';

import type { Kept } from './queue';

/** What the service did not do, until somebody has seen why. */
export function RefusedEntries({ waiting, onForget }: { waiting: Kept[]; onForget: (position: number) => void }) {
  const { t } = useTranslation();
  const words = useNamed();
  return waiting
    .filter((each) => each.refused)
    .map((each) => (
      <Alert key={each.entry.key} color="red" title={t('scanner.refused')}>
        <Text fw={600}>{each.label}</Text>
        <Text size="sm" mb="xs">
          {typeof each.refused === 'string'
            ? each.refused
            : each.refused && (words(each.refused) ?? each.refused.detail)}
        </Text>
        <Button size="md" variant="default" onClick={() => each.position !== undefined && onForget(each.position)}>
          {t('scanner.forget')}
        </Button>
      </Alert>
    ));
}
