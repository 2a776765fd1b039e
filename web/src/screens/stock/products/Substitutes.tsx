import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { OfCatalog } from '~/api/schemas';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { ProductName } from '~/ui/Name';

/** What may go instead, the best first. */
export function Substitutes({ substitutes }: { substitutes: readonly OfCatalog['SubstituteModel'][] }) {
  const { t } = useTranslation();
  const word = useWord();
  return (
    <Card title={t('record.substitutes')}>
      {substitutes.map(({ product_id, kind }) => (
        <Group key={product_id} justify="space-between" py={2}>
          <ProductName id={product_id} />
          <Text size="sm" c="dimmed">
            {word('substituteKind', kind)}
          </Text>
        </Group>
      ))}
    </Card>
  );
}
