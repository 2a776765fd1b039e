import { Alert, Button, Group, Text } from '@mantine/core';
import { IconReplace } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { OfSales } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { completing, missingOf, replacing, type Portion } from '~/screens/sales/entry/instead';
import { ProductName } from '~/ui/Name';

import { useBasket } from './store';

interface Props {
  short: OfSales['ShortLineOut'];
  position: number;
  currency: string;
}

/** Articles that a customer can have at once instead of one that he cannot. */
export function Instead({ short, position, currency }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { replace } = useBasket();
  if (short.offers.length === 0) return null;
  const take = (portions: Portion[]) =>
    replace(
      position,
      portions.map((portion) => ({ ...portion, packaging: '' })),
    );
  return (
    <Alert
      mt="xs"
      color="blue"
      icon={<IconReplace size={18} />}
      title={t(short.unit_price === null ? 'instead.unsold' : 'instead.title')}
    >
      {short.offers.map((offer) => {
        const rest = completing(short, offer);
        return (
          <Group key={offer.product_id} justify="space-between" gap="xs" mt={4}>
            <Text size="sm" flex="1 1 240px">
              <ProductName id={offer.product_id} isLink={false} /> ·{' '}
              {t('portal.inStock', { quantity: format.number(offer.available) })} ·{' '}
              <span className="figure">{t('portal.each', { price: format.money(offer.unit_price, currency) })}</span>
            </Text>
            <Group gap={6}>
              <Button
                variant="default"
                aria-label={t('instead.replaceBy', { sku: offer.sku })}
                onClick={() => take(replacing(short, offer))}
              >
                {t('instead.replace')}
              </Button>
              {rest ? (
                <Button
                  variant="default"
                  aria-label={t('instead.completeBy', {
                    sku: offer.sku,
                    quantity: format.number(missingOf(short)),
                  })}
                  onClick={() => take(rest)}
                >
                  {t('instead.complete', { quantity: format.number(missingOf(short)) })}
                </Button>
              ) : null}
            </Group>
          </Group>
        );
      })}
    </Alert>
  );
}
