import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { OfSales } from '~/api/schemas';
import { isBelow } from '~/ui/decimals';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { Table } from '~/ui/list/Table';
import { StatusBadge } from '~/ui/StatusBadge';

/** What the order would come to, earn, and take of the customer's credit. */
export function MoneyEffect({ effect, currency }: { effect: OfSales['RevisionOut']; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { margin_before: before, margin_after: after, credit } = effect;
  const moved = (one: string, other: string) => (one === other ? one : `${one} › ${other}`);
  return (
    <>
      <Card
        title={t('amend.effect')}
        side={effect.verdict ? <StatusBadge list="verdict" value={effect.verdict} /> : null}
      >
        <Facts
          rows={[
            [
              t('common.net'),
              moved(format.money(effect.net_before, currency), format.money(effect.net_after, currency)),
            ],
            [
              t('common.margin'),
              before && after && moved(format.money(before.amount, currency), format.money(after.amount, currency)),
            ],
            [t('quotes.marginRate'), before && after && moved(format.rate(before.rate), format.rate(after.rate))],
          ]}
        />
        {effect.verdict === 'needs-approval' ? <Text size="sm">{t('amend.willAsk')}</Text> : null}
        {effect.verdict === 'blocked' ? (
          <Text size="sm" c="red">
            {t('amend.isBlocked')}
          </Text>
        ) : null}
      </Card>
      {credit ? (
        <Card title={t('orders.credit')}>
          <Facts
            rows={[
              [t('common.gross'), moved(format.money(credit.gross_before), format.money(credit.gross_after))],
              [t('orders.exposure'), format.money(credit.exposure)],
              [t('orders.limit'), credit.credit_limit ? format.money(credit.credit_limit) : t('customers.unlimited')],
            ]}
          />
        </Card>
      ) : null}
    </>
  );
}

/** How much more or less is wanted, and what of it could be held now. */
export function StockEffect({ lines }: { lines: OfSales['StockEffectOut'][] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (lines.length === 0) return null;
  return (
    <Card title={t('amend.stock')} isFlush>
      <Table
        label={t('amend.stock')}
        rows={lines}
        rowKey={(it) => it.line_id}
        columns={[
          { key: 'sku', title: t('common.product'), cell: (it) => it.sku, text: (it) => it.sku, onPhone: 'title' },
          {
            key: 'change',
            title: t('amend.wanted'),
            cell: (it) => (isBelow('0', it.change) ? `+${format.number(it.change)}` : format.number(it.change)),
            text: (it) => it.change,
            isFigure: true,
            onPhone: 'line',
          },
          {
            key: 'available',
            title: t('amend.available'),
            cell: (it) =>
              isBelow(it.available, it.change) ? (
                <Text span inherit c="red">
                  {format.number(it.available)}
                </Text>
              ) : (
                format.number(it.available)
              ),
            text: (it) => it.available,
            isFigure: true,
            onPhone: 'line',
          },
        ]}
      />
    </Card>
  );
}
