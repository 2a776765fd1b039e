import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { OfSales } from '~/api/schemas';

/** How far an order is, as its customer says it. */
export function OrderStatus({ status, isHeld }: { status: OfSales['OrderStatus']; isHeld: boolean }) {
  const { t } = useTranslation();
  if (isHeld || status === 'awaiting-approval')
    return <Badge color="orange">{t('portal.states.awaiting-approval')}</Badge>;
  return <Badge color={status === 'cancelled' ? 'red' : 'blue'}>{t(`portal.states.${status}`)}</Badge>;
}
