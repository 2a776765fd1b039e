import { Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { OfSales } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useReasons } from '~/i18n/useReasons';
import { Facts } from '~/ui/Facts';
import { PriceSteps } from '~/ui/PriceSteps';
import { StatusBadge } from '~/ui/StatusBadge';

type Margin = OfSales['MarginOut'] | null;

export function MarginRate({ margin }: { margin: Margin }) {
  const format = useFormat();
  if (!margin?.margin_rate) return '–';
  const colour = margin.verdict === 'allowed' ? undefined : margin.verdict === 'blocked' ? 'red' : 'orange';
  return (
    <Text span inherit {...(colour ? { c: colour, fw: 650 } : {})}>
      {format.rate(margin.margin_rate)}
    </Text>
  );
}

interface Props {
  steps: OfSales['StepOut'][];
  margin: Margin;
  currency: string;
}

/** Why this price, and why it may be sold at it. */
export function WhyLine({ steps, margin, currency }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const say = useReasons();
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl" py="sm">
      <Stack gap="sm">
        <Text size="sm" fw={600}>
          {t('orders.steps')}
        </Text>
        <PriceSteps steps={steps} currency={currency} />
      </Stack>
      {margin ? (
        <Stack gap={4}>
          <Group gap="xs">
            <Text size="sm" fw={600}>
              {t('orders.verdict')}
            </Text>
            <StatusBadge list="verdict" value={margin.verdict} />
          </Group>
          <Text size="sm">{say(margin, currency)}</Text>
          <Facts
            rows={[
              [t('orders.unitCost'), margin.unit_cost && format.money(margin.unit_cost, currency)],
              [t('orders.floor'), margin.floor_price && format.money(margin.floor_price, currency)],
              [
                t('orders.discount'),
                margin.discount_rate &&
                  `${format.rate(margin.discount_rate)}${margin.discount_limit ? ` ${t('orders.discountLimit', { limit: format.rate(margin.discount_limit) })}` : ''}`,
              ],
            ]}
          />
        </Stack>
      ) : null}
    </SimpleGrid>
  );
}
