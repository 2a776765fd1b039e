import { Text } from '@mantine/core';

import { useFormat } from '~/i18n/useFormat';

/** By how much a price moved: dearer stands out. */
export function DriftRate({ rate }: { rate: string | null }) {
  const format = useFormat();
  const isDearer = !rate?.startsWith('-');
  return (
    <Text span inherit fw={650} {...(isDearer ? { c: 'red' } : {})}>
      {rate !== null && isDearer ? '+' : ''}
      {format.rate(rate)}
    </Text>
  );
}
