import { Alert, Anchor, Text } from '@mantine/core';
import { IconHourglass, IconShoppingCart } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import { hooks } from '~/api/client';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { PartnerName } from '~/ui/Name';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { StatusBadge } from '~/ui/StatusBadge';

import { CustomerCredit } from '../entry/EntryAside';
import { Editions } from './Editions';
import { QuoteActions } from './QuoteActions';
import { QuoteAmounts } from './QuoteAmounts';
import { QuoteLines } from './QuoteLines';

/** A quote by its newest version: what is offered, what the versions changed, and what becomes of it. */
export default function Quote() {
  const { t } = useTranslation();
  const format = useFormat();
  const { id = '' } = useParams();
  const params = { path: { offer_id: id } };
  const query = hooks.useQuery('get', '/api/sales/v1/offers/{offer_id}', { params });
  const { data: offer, error } = query;
  useDocumentName(offer?.number);
  if (error) return <PageTrouble title={t('screens.quote')} error={error} onRetry={() => void query.refetch()} />;
  if (!offer) return <PageSkeleton />;
  return (
    <Page
      title={`${offer.number} v${offer.edition}`}
      badges={<StatusBadge list="offerStatus" value={offer.status} />}
      note={
        <>
          <PartnerName id={offer.customer_id} isLink /> · {t('quotes.until', { date: format.date(offer.valid_until) })}
          {offer.customer_reference ? ` · ${offer.customer_reference}` : ''}
        </>
      }
      actions={<QuoteActions offer={offer} />}
    >
      {offer.sales_order_id ? (
        <Alert color="green" icon={<IconShoppingCart size={18} />} mb="md">
          {t('quotes.becameOrder')}{' '}
          <Anchor component={Link} to={`/orders/${offer.sales_order_id}`} inherit c="inherit" underline="always">
            {t('quotes.seeOrder')}
          </Anchor>
        </Alert>
      ) : null}
      {offer.status === 'awaiting-approval' ? (
        <Alert color="orange" icon={<IconHourglass size={18} />} mb="md">
          {t('quotes.awaiting')}{' '}
          <Anchor component={Link} to="/approvals" inherit c="inherit" underline="always">
            {t('orders.seeApprovals')}
          </Anchor>
        </Alert>
      ) : null}
      <Columns
        main={
          <>
            <QuoteLines offer={offer} />
            <Editions offer={offer} />
          </>
        }
        aside={
          <>
            <QuoteAmounts offer={offer} />
            <Card title={t('quotes.terms')}>
              <Facts
                rows={[
                  [t('common.site'), offer.warehouse],
                  [t('quotes.leadTime'), offer.lead_time_days === null ? null : format.number(offer.lead_time_days)],
                  [t('customers.terms'), t('customers.days', { days: offer.payment_days })],
                  [t('quotes.pricedOn'), format.date(offer.priced_on)],
                  [t('orders.salesperson'), offer.salesperson],
                  [t('orders.channel'), offer.channel],
                ]}
              />
              {offer.notes ? (
                <Text size="sm" mt={4} style={{ whiteSpace: 'pre-line' }}>
                  {offer.notes}
                </Text>
              ) : null}
            </Card>
            <CustomerCredit customer={offer.customer_id} />
          </>
        }
      />
    </Page>
  );
}
