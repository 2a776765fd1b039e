import { Alert } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { Refused } from '~/api/problem';
import { Trouble } from '~/ui/Trouble';

const TOLD = [
  'margin-blocked',
  'no-price',
  'not-sold',
  'credit-hold',
  'credit-overdue',
  'credit-limit-exceeded',
] as const;
type Told = (typeof TOLD)[number];

/** A refusal in a customer's words: what he can do about it. */
export function Refusal({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const slug = error instanceof Refused ? TOLD.find((each): each is Told => each === error.slug) : undefined;
  if (!slug) return <Trouble error={error} />;
  return (
    <Alert color="red" role="alert" mb="md" icon={<IconAlertCircle size={18} />} title={t('portal.refused.title')}>
      {t(`portal.refused.${slug}`)}
    </Alert>
  );
}
