import { Text } from '@mantine/core';
import type { TFunction } from 'i18next';

import type { OfReporting } from '~/api/schemas';
import type { Format } from '~/i18n/useFormat';
import type { Column } from '~/ui/list/column';

export type LateLine = OfReporting['LateLineOut'];

/** The columns of late lines, on the dashboard and in their list. */
export function lateColumns(t: TFunction, format: Format): Column<LateLine>[] {
  return [
    {
      key: 'customer',
      title: t('common.customer'),
      cell: (it) => it.customer_name ?? '–',
      text: (it) => it.customer_name,
      onPhone: 'title',
    },
    {
      key: 'number',
      title: t('dashboard.order'),
      cell: (it) => it.number,
      text: (it) => it.number,
      sort: 'number',
      onPhone: 'line',
    },
    {
      key: 'product',
      title: t('common.product'),
      cell: (it) => [it.sku, it.product_name].filter(Boolean).join(' · ') || '–',
      text: (it) => it.sku,
      onPhone: 'line',
    },
    {
      key: 'due',
      title: t('dashboard.due'),
      cell: (it) => (
        <>
          {format.date(it.due_on)}{' '}
          <Text span size="sm" display="block" c="dimmed">
            {it.promised_on ? format.ago(it.due_on) : t('dashboard.noPromise')}
          </Text>
        </>
      ),
      text: (it) => it.due_on,
      sort: 'due_on',
      onPhone: 'line',
    },
    {
      key: 'missing',
      title: t('dashboard.missing'),
      cell: (it) => format.number(it.missing),
      text: (it) => it.missing,
      isFigure: true,
    },
    {
      key: 'amount',
      title: t('common.net'),
      cell: (it) => format.money(it.amount),
      text: (it) => it.amount,
      sort: 'amount',
      isFigure: true,
      onPhone: 'side',
    },
  ];
}
