import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useFormat } from '~/i18n/useFormat';
import { dayBefore } from '~/ui/days';

/** Which days figures are of: the service chooses where nobody said. */
export function PeriodNote({ from, until }: { from: string | undefined; until: string | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!from || !until) return null;
  return (
    <Text size="sm" c="dimmed">
      {t('insights.period', { from: format.date(from), until: format.date(dayBefore(until)) })}
    </Text>
  );
}
