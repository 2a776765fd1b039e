import { useTranslation } from 'react-i18next';

import type { OfSales } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { StatusBadge } from '~/ui/StatusBadge';

/** What it comes to unless the customer chooses otherwise, and what it earns. */
export function QuoteAmounts({ offer }: { offer: OfSales['OfferOut'] }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  return (
    <Card
      title={t('orders.amounts')}
      side={offer.verdict ? <StatusBadge list="verdict" value={offer.verdict} /> : null}
    >
      <Facts
        rows={[
          ...offer.charges.map(
            (charge) =>
              [
                i18n.language === 'fr' ? charge.label_fr : charge.label,
                charge.is_waived ? t('quotes.waived') : format.money(charge.amount, offer.currency),
              ] as const,
          ),
          [t('common.net'), <b key="net">{format.money(offer.net, offer.currency)}</b>],
          [t('common.margin'), offer.margin && format.money(offer.margin, offer.currency)],
          [t('quotes.marginRate'), offer.margin_rate && format.rate(offer.margin_rate)],
        ]}
      />
    </Card>
  );
}
