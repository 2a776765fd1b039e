import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { OfSales } from '~/api/schemas';

interface Props {
  status: OfSales['OrderStatus'];
  isHeld: boolean;
  isForColleague: boolean; // above the limit of who ordered it
}

/** How far an order is, as its customer says it. */
export function OrderStatus({ status, isHeld, isForColleague }: Props) {
  const { t } = useTranslation();
  if (isForColleague) return <Badge color="orange">{t('portal.states.colleague')}</Badge>;
  if (isHeld || status === 'awaiting-approval')
    return <Badge color="orange">{t('portal.states.awaiting-approval')}</Badge>;
  return <Badge color={status === 'cancelled' ? 'red' : 'blue'}>{t(`portal.states.${status}`)}</Badge>;
}
