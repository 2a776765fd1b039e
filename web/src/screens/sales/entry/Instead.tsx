import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { OfSales } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { isBelow } from '~/ui/decimals';
import { ProductName } from '~/ui/Name';

import { MarginRate } from '../lines/WhyLine';
import classes from './entry.module.css';
import { completing, missingOf, replacing, type Portion } from './instead';

interface Props {
  short: OfSales['ShortLineOut'];
  currency: string;
  onTake: (portions: Portion[]) => void;
}

/** What could be given instead of a line: taken by a click, or the first of them by Alt+R or Alt+C in the line. */
export function Instead({ short, currency, onTake }: Props) {
  const { t } = useTranslation();
  if (short.offers.length === 0) {
    return short.unit_price === null ? (
      <Text size="sm" c="red" mt={4}>
        {t('instead.nothing')}
      </Text>
    ) : null;
  }
  return (
    <section className={classes.instead} aria-label={t('instead.of', { sku: short.sku })}>
      <Text size="sm" fw={600}>
        {t(short.unit_price === null ? 'instead.unsold' : 'instead.title')}
      </Text>
      {short.offers.map((offer, rank) => (
        <Offered
          key={offer.product_id}
          short={short}
          offer={offer}
          currency={currency}
          isFirst={rank === 0}
          onTake={onTake}
        />
      ))}
    </section>
  );
}

interface OfferedProps extends Props {
  offer: OfSales['SubstituteOut'];
  isFirst: boolean;
}

function Offered({ short, offer, currency, isFirst, onTake }: OfferedProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const rest = completing(short, offer);
  const key = (letter: string) => (isFirst ? { 'aria-keyshortcuts': `Alt+${letter}`, title: `Alt+${letter}` } : {});
  return (
    <Group gap="xs" mt={4} justify="space-between">
      <Text size="sm" className="figure" flex="1 1 260px">
        <b>{offer.sku}</b> <ProductName id={offer.product_id} isLink={false} /> ·{' '}
        {t('entry.available', { quantity: format.number(offer.available) })} ·{' '}
        {format.money(offer.unit_price, currency)}
        {offer.net_change === null
          ? null
          : ` (${isBelow('0', offer.net_change) ? '+' : ''}${format.money(offer.net_change, currency)})`}
        {offer.margin?.margin_rate ? (
          <>
            {' · '}
            {t('common.margin')} <MarginRate margin={offer.margin} />
          </>
        ) : null}
      </Text>
      <Group gap={6}>
        <Button
          variant="default"
          {...key('R')}
          aria-label={t('instead.replaceBy', { sku: offer.sku })}
          onClick={() => onTake(replacing(short, offer))}
        >
          {t('instead.replace')}
        </Button>
        {rest ? (
          <Button
            variant="default"
            {...key('C')}
            aria-label={t('instead.completeBy', { sku: offer.sku, quantity: format.number(missingOf(short)) })}
            onClick={() => onTake(rest)}
          >
            {t('instead.complete', { quantity: format.number(missingOf(short)) })}
          </Button>
        ) : null}
      </Group>
    </Group>
  );
}
