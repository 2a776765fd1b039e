import { List, SimpleGrid, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { OfPricing } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useReasons } from '~/i18n/useReasons';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { ProductName } from '~/ui/Name';
import { PriceSteps } from '~/ui/PriceSteps';
import { StatusBadge } from '~/ui/StatusBadge';

type Line = OfPricing['QuotedLineOut'];
type Decision = NonNullable<Line['decision']>;

/** One line: price with its steps, margin with its verdict, and what would pass instead. */
export function QuotedLine({ line, currency }: { line: Line; currency: string }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const say = useReasons();
  const { decision } = line;
  return (
    <Card>
      <SimpleGrid cols={{ base: 1, md: 3 }} spacing="xl" pt="sm">
        <Stack gap={4}>
          <Text fw={600}>
            <ProductName id={line.product_id} />
          </Text>
          <Text fz={20} fw={640} className="figure">
            {format.money(line.unit_price, currency)}
          </Text>
          <Text c="dimmed" className="figure">
            × {format.number(line.quantity)} = {format.money(line.amount, currency)}
          </Text>
          {Number(line.free_quantity) > 0 ? (
            <Text c="dimmed">{t('prices.free', { quantity: format.number(line.free_quantity) })}</Text>
          ) : null}
        </Stack>
        <Stack gap="sm">
          <Text size="sm" fw={600}>
            {t('orders.steps')}
          </Text>
          <PriceSteps steps={line.steps} currency={currency} />
        </Stack>
        {decision ? (
          <Stack gap={6} align="stretch">
            <div>
              <StatusBadge list="verdict" value={decision.verdict} />
            </div>
            <Text size="sm">{say(decision, currency)}</Text>
            <Facts
              rows={[
                [t('approvals.marginRate'), decision.margin_rate && format.rate(decision.margin_rate)],
                [t('orders.unitCost'), decision.unit_cost && format.money(decision.unit_cost, currency)],
                ...decision.owes.map(
                  (owed) =>
                    [i18n.language === 'fr' ? owed.label_fr : owed.label, format.money(owed.amount, currency)] as const,
                ),
              ]}
            />
            {decision.verdict === 'allowed' ? null : <Passing decision={decision} currency={currency} />}
          </Stack>
        ) : null}
      </SimpleGrid>
    </Card>
  );
}

function Passing({ decision, currency }: { decision: Decision; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = (amount: string) => format.money(amount, currency);
  const {
    floor_price: floor,
    approvable_price: approvable,
    passing_quantity: larger,
    passing_substitute: other,
    passing_site: site,
  } = decision;
  const ways = [
    floor ? t('prices.passAt', { price: money(floor) }) : null,
    approvable && approvable !== floor ? t('prices.approvableAt', { price: money(approvable) }) : null,
    larger
      ? t('prices.passQuantity', { quantity: format.number(larger.quantity), price: money(larger.unit_price) })
      : null,
    other ? t('prices.passSubstitute', { sku: other.sku, price: money(other.unit_price) }) : null,
    site ? t('prices.passSite', { site: site.warehouse, price: money(site.unit_price) }) : null,
  ].filter((way) => way !== null);
  if (ways.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={600}>
        {t('prices.passing')}
      </Text>
      <List size="sm">
        {ways.map((way) => (
          <List.Item key={way}>{way}</List.Item>
        ))}
      </List>
    </div>
  );
}
