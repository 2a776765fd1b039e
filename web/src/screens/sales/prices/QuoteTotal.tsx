import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { OfPricing } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useReasons } from '~/i18n/useReasons';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { StatusBadge } from '~/ui/StatusBadge';

export function QuoteTotal({ quote, change }: { quote: OfPricing['QuoteOut']; change: string }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const say = useReasons();
  const order = quote.order_decision;
  return (
    <Card
      title={change ? t('prices.withCost', { change }) : t('prices.result')}
      side={quote.verdict ? <StatusBadge list="verdict" value={quote.verdict} /> : null}
    >
      <Group gap="xl" align="baseline">
        <Text fz={26} fw={650} className="figure">
          {format.money(quote.amount, quote.currency)}
        </Text>
        {order?.margin_rate ? (
          <Text>
            {t('common.margin')} <b className="figure">{format.rate(order.margin_rate)}</b>
          </Text>
        ) : null}
      </Group>
      {order ? <Text c="dimmed">{say(order, quote.currency)}</Text> : null}
      <Facts
        rows={quote.charges.map((charge) => [
          i18n.language === 'fr' ? charge.label_fr : charge.label,
          format.money(charge.amount, quote.currency),
        ])}
      />
    </Card>
  );
}
