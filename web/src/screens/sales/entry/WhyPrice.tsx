import { Popover, UnstyledButton, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { OfSales } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useReasons } from '~/i18n/useReasons';
import { PriceSteps } from '~/ui/PriceSteps';

/** The unit price; its steps and the judgement of its margin one click away. */
export function WhyPrice({ line, currency }: { line: OfSales['QuotedGoodsOut']; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const say = useReasons();
  return (
    <Popover width={320} shadow="md" position="bottom-start" withArrow>
      <Popover.Target>
        <UnstyledButton mih={24} aria-label={t('orders.showWhy', { sku: line.sku })}>
          <Text size="sm" td="underline" className="figure">
            {line.sku} · {format.number(line.quantity)} × {format.money(line.unit_price, currency)}
          </Text>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm" fw={600} mb="xs">
          {t('orders.steps')}
        </Text>
        <PriceSteps steps={line.steps} currency={currency} />
        {line.margin ? (
          <Text size="sm" mt="xs">
            {say(line.margin, currency)}
          </Text>
        ) : null}
      </Popover.Dropdown>
    </Popover>
  );
}
