import { Badge, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useFormat, type Format } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { StatusBadge } from '~/ui/StatusBadge';

type Side = OfSales['SideOut'];

/** Each version, the newest first, with what it changed of the one before. */
export function Editions({ offer }: { offer: OfSales['OfferOut'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const params = { path: { offer_id: offer.offer_id } };
  const editions = hooks.useQuery('get', '/api/sales/v1/offers/{offer_id}/editions', { params });
  const items = (editions.data?.items ?? []).toReversed();
  if (items.length < 2) return null;
  return (
    <Card title={t('quotes.versions')} side={<Badge color="gray">{items.length}</Badge>}>
      <Stack gap="md">
        {items.map((it) => (
          <section key={it.edition} aria-label={t('quotes.version', { edition: it.edition })}>
            <Group gap="xs">
              <Text fw={600}>{t('quotes.version', { edition: it.edition })}</Text>
              <StatusBadge list="offerStatus" value={it.status} />
              <Text size="sm" c="dimmed" className="figure">
                {format.money(it.net, it.currency)} · {t('quotes.until', { date: format.date(it.valid_until) })}
              </Text>
            </Group>
            {it.edition > 1 ? <Changes offer={it.offer_id} edition={it.edition} currency={it.currency} /> : null}
          </section>
        ))}
      </Stack>
    </Card>
  );
}

function Changes({ offer, edition, currency }: { offer: string; edition: number; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const params = { path: { offer_id: offer, edition } };
  const { data } = hooks.useQuery('get', '/api/sales/v1/offers/{offer_id}/editions/{edition}/changes', { params });
  if (!data) return null;
  const { before, after } = data;
  const changed = (one: string, other: string) => (one === other ? null : `${one} › ${other}`);
  return (
    <Facts
      rows={[
        ...data.lines.map(
          (line) =>
            [
              line.sku,
              line.before && line.after
                ? (changed(sideText(line.before, format, currency), sideText(line.after, format, currency)) ??
                  t('quotes.otherWords'))
                : line.after
                  ? `${t('quotes.added')} · ${sideText(line.after, format, currency)}`
                  : t('quotes.removed'),
            ] as const,
        ),
        [t('common.net'), changed(format.money(before.net, currency), format.money(after.net, currency))],
        [t('common.margin'), changed(format.money(before.margin, currency), format.money(after.margin, currency))],
        [t('quotes.validUntil'), changed(format.date(before.valid_until), format.date(after.valid_until))],
        [t('quotes.leadTime'), changed(format.number(before.lead_time_days), format.number(after.lead_time_days))],
      ]}
    />
  );
}

function sideText(side: Side, format: Format, currency: string): string {
  const rate = side.margin_rate ? ` (${format.rate(side.margin_rate)})` : '';
  return `${format.number(side.quantity)} × ${format.money(side.unit_price, currency)}${rate}`;
}
