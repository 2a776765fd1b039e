import { Alert, Button, Text } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { Refused } from '~/api/problem';
import { useFault } from '~/i18n/useFault';
import { useRefusal } from '~/i18n/useRefusal';

/** What went wrong, in the words of the service that refused, and a way on. */
export function Trouble({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const say = useRefusal();
  const told = useFault();
  const refused = error instanceof Refused ? error.problem : null;
  const faults = refused?.errors ?? [];
  return (
    <Alert
      color="red"
      icon={<IconAlertCircle size={18} />}
      title={refused ? t('refusal.title') : t('refusal.offline')}
      role="alert"
    >
      <Text size="sm" style={{ whiteSpace: 'pre-line' }}>
        {refused ? say(refused) : t('refusal.offlineHint')}
      </Text>
      {faults.length > 1
        ? faults.map((fault) => (
            <Text size="sm" key={fault.field}>
              <b>{fault.field}</b> {told(fault)}
            </Text>
          ))
        : null}
      {refused?.request_id ? (
        <Text size="xs" c="dimmed" mt={4}>
          {t('refusal.reference', { id: refused.request_id })}
        </Text>
      ) : null}
      {onRetry ? (
        <Button variant="default" mt="xs" onClick={onRetry}>
          {t('refusal.retry')}
        </Button>
      ) : null}
    </Alert>
  );
}
