import { Alert } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';
import { useFormat } from '~/i18n/useFormat';
import { isBelow, sumOf } from '~/ui/decimals';

/** Before it is placed: that an order of this value waits for a colleague. */
export function LimitNotice({ value, currency }: { value: string; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = hooks.useQuery('get', '/api/sales/v1/spending');
  if (!data || data.currency !== currency) return null; // in another currency only the order itself tells
  const { per_order: order, per_month: month, spent } = data;
  const breach =
    order !== null && isBelow(order, value)
      ? t('portal.basket.aboveOrder', { limit: format.money(order) })
      : month !== null && isBelow(month, sumOf([spent, value]))
        ? t('portal.basket.aboveMonth', { limit: format.money(month), spent: format.money(spent) })
        : null;
  if (!breach) return null;
  return (
    <Alert color="orange" role="status" p="xs" icon={<IconUsers size={16} />}>
      {breach}
    </Alert>
  );
}
