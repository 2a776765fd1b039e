import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { StatusBadge } from '~/ui/StatusBadge';

/** What the whole basket comes to, and what its verdict means for who sells. */
export function BasketTotal({ quote }: { quote: OfSales['QuoteOut'] | undefined }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  return (
    <Card title={t('common.total')} side={quote?.verdict ? <StatusBadge list="verdict" value={quote.verdict} /> : null}>
      <Group justify="space-between" align="baseline">
        <Text c="dimmed">{t('common.net')}</Text>
        <Text fz={24} fw={650} className="figure" aria-live="polite">
          {quote ? format.money(quote.net, quote.currency) : '–'}
        </Text>
      </Group>
      <Facts
        rows={(quote?.charges ?? []).map((charge) => [
          i18n.language === 'fr' ? charge.label_fr : charge.label,
          format.money(charge.amount, quote?.currency),
        ])}
      />
      {quote?.verdict === 'needs-approval' ? <Text size="sm">{t('entry.willAsk')}</Text> : null}
      {quote?.verdict === 'blocked' ? (
        <Text size="sm" c="red">
          {t('entry.isBlocked')}
        </Text>
      ) : null}
    </Card>
  );
}

/** Where the customer stands before this order. */
export function CustomerCredit({ customer }: { customer: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const credit = hooks.useQuery(
    'get',
    '/api/accounting/v1/credit/{partner_id}',
    { params: { path: { partner_id: customer } } },
    { enabled: customer !== '' && may('accounting.credit.read') },
  );
  const now = credit.data;
  if (!now) return null;
  return (
    <Card title={t('orders.credit')}>
      <Facts
        rows={[
          [t('orders.limit'), now.limit ? format.money(now.limit) : t('customers.unlimited')],
          [t('orders.exposure'), format.money(now.exposure)],
          [t('orders.overdue'), Number(now.overdue) > 0 ? format.money(now.overdue) : null],
        ]}
      />
    </Card>
  );
}
