import { Badge, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { OfSales } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useReasons } from '~/i18n/useReasons';
import { StatusBadge } from '~/ui/StatusBadge';

import { MarginRate } from '../lines/WhyLine';
import classes from './entry.module.css';
import { WhyPrice } from './WhyPrice';

/** What the kit costs: why is said of each part. */
export function KitPrice({ line, currency }: { line: OfSales['QuotedLineOut']; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Text size="sm" className="figure">
      <Badge mr={6}>{t('kits.kit')}</Badge>
      {line.sku} · {format.number(line.quantity)} × {format.money(line.unit_price, currency)}
    </Text>
  );
}

/** What a kit is made of: each part at its share of the price, with its reasons. */
export function KitParts({ line, currency }: { line: OfSales['QuotedLineOut']; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const say = useReasons();
  return (
    <ul className={classes.parts} aria-label={t('kits.partsOf', { sku: line.sku })}>
      {line.parts.map((part) => (
        <li key={part.product_id}>
          <Group gap="xs">
            <WhyPrice line={part} currency={currency} />
            <Text size="sm" className="figure">
              {format.money(part.net, currency)}
            </Text>
            {part.margin ? (
              <Text size="sm" c="dimmed" className="figure">
                {t('common.margin')} <MarginRate margin={part.margin} />
              </Text>
            ) : null}
            {part.margin && part.margin.verdict !== 'allowed' ? (
              <StatusBadge list="verdict" value={part.margin.verdict} />
            ) : null}
            <Text size="sm" c="dimmed" className="figure">
              {t('entry.available', { quantity: format.number(part.quantity_available) })}
            </Text>
          </Group>
          {part.margin && part.margin.verdict !== 'allowed' ? (
            <Text size="sm" c="orange">
              {say(part.margin, currency)}
            </Text>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
