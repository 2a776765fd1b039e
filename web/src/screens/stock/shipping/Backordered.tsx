import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useFormat } from '~/i18n/useFormat';
import { isQuantity } from '~/ui/form/decimals';

/** What is not served yet, and the day on which the customer was promised it. */
export function Backordered({ quantity, promisedOn }: { quantity: string; promisedOn: string | null | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!isQuantity(quantity)) return '–';
  return (
    <Text inherit span className="figure">
      {format.number(quantity)} ·{' '}
      {promisedOn ? t('entry.promised', { date: format.date(promisedOn) }) : t('shipping.noDate')}
    </Text>
  );
}
