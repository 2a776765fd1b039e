import { Text } from '@mantine/core';

import { useFormat } from '~/i18n/useFormat';

/** An amount that stands out where it is a loss. */
export function SignedMoney({ amount }: { amount: string }) {
  const format = useFormat();
  const isLoss = amount.startsWith('-') && Number(amount) !== 0;
  return (
    <Text span inherit fw={650} {...(isLoss ? { c: 'red' } : {})}>
      {format.money(amount)}
    </Text>
  );
}
