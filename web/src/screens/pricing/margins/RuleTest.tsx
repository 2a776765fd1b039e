import { Modal, Stack, Text } from '@mantine/core';
import { skipToken, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfPricing } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useReasons } from '~/i18n/useReasons';
import { useWord } from '~/i18n/useWord';
import { Facts } from '~/ui/Facts';
import { StatusBadge } from '~/ui/StatusBadge';
import { Trouble } from '~/ui/Trouble';

import { SaleFields, type Sale } from '../shared/SaleFields';

/** Which margin rule counts for a sale of one unit at the price of today, and what it says of it. */
export function RuleTest({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [sale, setSale] = useState<Sale>({ customer: '', product: '', channel: 'field' });
  const isWhole = sale.customer !== '' && sale.product !== '' && sale.channel.trim() !== '';
  const quote = useQuery({
    queryKey: ['rule-test', sale],
    queryFn: isWhole
      ? async () => {
          const lines = [{ product_id: sale.product, quantity: '1' }];
          const body = { customer_id: sale.customer, channel: sale.channel.trim(), cost_change: '0', lines };
          return (await api.POST('/api/pricing/v1/quotes', { body })).data;
        }
      : skipToken,
    retry: false,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('pricing.test')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="md">
        <Text c="dimmed">{t('pricing.testNote')}</Text>
        <SaleFields sale={sale} onChange={setSale} />
        {quote.error ? <Trouble error={quote.error} /> : null}
        {quote.data?.lines[0]?.decision ? (
          <Found decision={quote.data.lines[0].decision} currency={quote.data.currency} />
        ) : null}
      </Stack>
    </Modal>
  );
}

type Decision = NonNullable<OfPricing['QuotedLineOut']['decision']>;

function Found({ decision, currency }: { decision: Decision; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const say = useReasons();
  const { data: rules } = useQuery({
    queryKey: ['margin-rules', 'all'],
    queryFn: async () =>
      (await api.GET('/api/pricing/v1/margin-rules', { params: { query: { limit: 200 } } })).data?.items ?? [],
  });
  const rule = rules?.find(({ id }) => id === decision.rule_id);
  const scope = [rule?.family_code, rule?.segment, rule?.channel, rule?.salesperson_level].filter(Boolean).join(' · ');
  const found = decision.rule_id ? scope || t('pricing.everything') : t('marginRules.companyDefault');
  const levels = decision.approval_levels.map((level) => word('levelName', level)).join(', ');
  return (
    <Stack gap="xs" aria-live="polite">
      <div>
        <StatusBadge list="verdict" value={decision.verdict} />
      </div>
      <Text>{say(decision, currency)}</Text>
      <Facts
        rows={[
          [t('marginRules.foundRule'), found],
          [t('marginRules.approval'), format.exactRate(decision.approval_rate)],
          [t('marginRules.floor'), format.exactRate(decision.floor_rate)],
          [t('marginRules.currentMargin'), decision.margin_rate && format.exactRate(decision.margin_rate)],
          [t('marginRules.who'), levels || (decision.verdict === 'allowed' ? t('marginRules.nobody') : null)],
        ]}
      />
    </Stack>
  );
}
