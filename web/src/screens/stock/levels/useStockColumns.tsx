import { ActionIcon, Text, Tooltip } from '@mantine/core';
import { IconCalendarQuestion } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { OfInventory } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import type { Column } from '~/ui/list/column';

type Level = OfInventory['StockOut'];
type Figure = 'on_hand' | 'held' | 'reserved' | 'incoming' | 'in_transit';

export function useStockColumns(onAsk: (level: Level) => void): Column<Level>[] {
  const { t } = useTranslation();
  const { number } = useFormat();
  const figure = (key: Figure, title: string): Column<Level> => ({
    key,
    title,
    cell: (it) =>
      Number(it[key]) === 0 ? (
        <Text span inherit c="dimmed">
          –
        </Text>
      ) : (
        number(it[key])
      ),
    text: (it) => it[key],
    isFigure: true,
  });
  return [
    { key: 'sku', title: t('products.sku'), cell: (it) => it.sku, text: (it) => it.sku, onPhone: 'line' },
    { key: 'name', title: t('products.name'), cell: (it) => it.name, text: (it) => it.name, onPhone: 'title' },
    { key: 'site', title: t('common.site'), cell: (it) => it.warehouse, text: (it) => it.warehouse, onPhone: 'line' },
    figure('on_hand', t('stock.onHand')),
    figure('held', t('stock.held')),
    figure('reserved', t('stock.reserved')),
    {
      key: 'available',
      title: t('stock.available'),
      cell: (it) => (
        <Text span inherit fw={650} {...(Number(it.available) <= 0 ? { c: 'red' } : {})}>
          {number(it.available)}
        </Text>
      ),
      text: (it) => it.available,
      isFigure: true,
      onPhone: 'side',
    },
    figure('incoming', t('stock.incoming')),
    figure('in_transit', t('stock.inTransit')),
    {
      key: 'atp',
      title: t('stock.atp'),
      cell: (it) => (
        <Tooltip label={t('stock.atpTitle')}>
          <ActionIcon size="sm" aria-label={`${t('stock.atpTitle')} ${it.sku}`} onClick={() => onAsk(it)}>
            <IconCalendarQuestion size={17} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      ),
      text: () => '',
    },
  ];
}
