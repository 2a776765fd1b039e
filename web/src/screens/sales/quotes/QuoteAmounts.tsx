import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { StatusBadge } from '~/ui/StatusBadge';

import { Charge } from '../lines/Charge';

/** What it comes to unless the customer chooses otherwise, and what it earns. */
export function QuoteAmounts({ offer }: { offer: OfSales['OfferOut'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Card
      title={t('orders.amounts')}
      side={offer.verdict ? <StatusBadge list="verdict" value={offer.verdict} /> : null}
    >
      {offer.charges.map((charge) => (
        <Charge
          key={charge.id}
          charge={charge}
          currency={offer.currency}
          onWaive={offer.status === 'draft' ? (reason) => waive(offer, charge.id, reason) : undefined}
        />
      ))}
      <Facts
        rows={[
          [t('common.net'), <b key="net">{format.money(offer.net, offer.currency)}</b>],
          [t('common.margin'), offer.margin && format.money(offer.margin, offer.currency)],
          [t('quotes.marginRate'), offer.margin_rate && format.rate(offer.margin_rate)],
        ]}
      />
    </Card>
  );
}

function waive({ offer_id, version }: OfSales['OfferOut'], charge: string, reason: string) {
  const params = { path: { offer_id, charge_id: charge }, header: { 'if-match': `"${version}"` } };
  return api.POST('/api/sales/v1/offers/{offer_id}/charges/{charge_id}/waive', { params, body: { reason } });
}
