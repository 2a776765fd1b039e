import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { OfPurchasing } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';

interface Props {
  supplier: OfPurchasing['InvitedOut'];
  hasMail: boolean;
}

/** Where the letters to a supplier are, and why one could not leave. */
export function LetterLine({ supplier: { email, letter, reminder }, hasMail }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!letter) {
    return hasMail && email === '' ? (
      <Text size="xs" c="dimmed">
        {t('invitation.noAddress')}
      </Text>
    ) : null;
  }
  const isFailed = letter.delivery === 'failed';
  return (
    <>
      <Text size="xs" c={isFailed ? 'red' : 'dimmed'} style={{ overflowWrap: 'anywhere' }}>
        {t(`invitation.letters.${letter.delivery}`, { to: letter.to, at: format.time(letter.asked_at) })}
        {letter.error ? ` ${letter.error}` : ''}
      </Text>
      {reminder?.delivery === 'sent' ? (
        <Text size="xs" c="dimmed">
          {t('invitation.reminded', { at: format.time(reminder.asked_at) })}
        </Text>
      ) : null}
    </>
  );
}
