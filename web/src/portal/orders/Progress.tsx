import { Anchor, Text, Timeline } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { OfSales } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';

import { comingOf } from './coming';

/** How far an order has come: placed, approved, each delivery, and what is still to come by its day. */
export function Progress({ order }: { order: OfSales['OrderDetailsOut'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const coming = comingOf(order);
  const isFirm = order.gross !== null;
  const past = [
    { key: 'ordered', title: t('portal.progress.ordered'), at: format.date(order.ordered_on), text: order.buyer_name },
    ...(isFirm
      ? [{ key: 'firm', title: t('portal.progress.confirmed'), at: confirmedAt(order, format.time), text: '' }]
      : []),
  ];
  return (
    <Card title={t('portal.progress.title')}>
      <Timeline active={past.length + order.shipments.length - 1} bulletSize={14} lineWidth={2}>
        {past.map((it) => (
          <Timeline.Item key={it.key} title={it.title}>
            <Text size="sm" c="dimmed">
              {[it.at, it.text].filter(Boolean).join(' · ')}
            </Text>
          </Timeline.Item>
        ))}
        {order.shipments.map((it) => (
          <Timeline.Item key={it.id} title={t('portal.progress.left')}>
            <Text size="sm" c="dimmed">
              <Anchor component={Link} to={`/deliveries/${it.id}`} underline="always">
                {it.number}
              </Anchor>
              {` · ${format.time(it.shipped_at)}`}
            </Text>
          </Timeline.Item>
        ))}
        {isFirm
          ? coming.map((it) => (
              <Timeline.Item
                key={it.on ?? 'unknown'}
                title={it.on ? format.date(it.on) : t('portal.onRequest')}
                lineVariant="dashed"
              >
                <Text size="sm" c="dimmed">
                  {t('portal.progress.coming', { count: it.lines })}
                </Text>
              </Timeline.Item>
            ))
          : null}
      </Timeline>
    </Card>
  );
}

function confirmedAt(order: OfSales['OrderDetailsOut'], said: (at: string) => string): string {
  const entry = order.history.find((it) => it.action === 'confirmed');
  return entry?.at ? said(entry.at) : '';
}
