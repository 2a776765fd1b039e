import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { OfPricing } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';

import { Person } from './Names';

type Change = Omit<OfPricing['HistoryOut']['items'][number], 'changes'>;

/** Who did what to a document, and when. */
export function History({ items }: { items: readonly Change[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  if (items.length === 0) return null;
  return (
    <Card title={t('pricing.history')}>
      {items.map((change, position) => (
        <Text key={position} size="sm">
          <b>{word('change', change.action)}</b> · <Person subject={change.subject} /> ·{' '}
          {format.time(change.created_at)}
        </Text>
      ))}
    </Card>
  );
}
