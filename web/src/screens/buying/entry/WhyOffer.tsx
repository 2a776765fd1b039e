import { Popover, Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useFormat } from '~/i18n/useFormat';
import { Facts } from '~/ui/Facts';

import type { Offer } from './purchase';

/** What is bought for what is wanted; the supplier's list with its volume breaks one click away. */
export function WhyOffer({ own, offers }: { own: Offer; offers: readonly Offer[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { price, packagings } = own;
  const breaks = offers
    .filter((it) => it.price.supplier_id === price.supplier_id && it.price.packaging_code === price.packaging_code)
    .sort((one, other) => Number(one.price.from_quantity) - Number(other.price.from_quantity));
  return (
    <Popover width={340} shadow="md" position="bottom-start" withArrow>
      <Popover.Target>
        <UnstyledButton>
          <Text size="sm" td="underline" className="figure">
            {format.number(packagings)} {price.packaging_code} × {format.money(price.unit_price, price.currency)}
          </Text>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm" fw={600} mb="xs">
          {t('purchase.list', { date: format.date(price.effective_from) })}
        </Text>
        <Facts
          rows={[
            ...breaks.map(
              (it) =>
                [
                  t('purchase.from', { quantity: format.number(it.price.from_quantity) }),
                  format.money(it.price.unit_price, it.price.currency),
                ] as const,
            ),
            [t('purchase.minimum'), format.number(price.minimum)],
            [t('purchase.multiple'), format.number(price.multiple)],
            [t('purchase.leadTime'), t('products.leadTime', { days: price.lead_time_days })],
            [t('purchase.theirCode'), price.supplier_sku],
          ]}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
