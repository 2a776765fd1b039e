import { Alert, Badge, Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import { useMay, usePerson } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { PaperButton } from '~/ui/PaperButton';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { useAct } from '~/ui/useAct';

/** An offer of the house, with the customer's yes or no. */
export default function Quote() {
  const { t } = useTranslation();
  const format = useFormat();
  const { name } = usePerson();
  const may = useMay();
  const [isRefusing, setIsRefusing] = useState(false);
  const { id = '' } = useParams();
  const params = { path: { offer_id: id } };
  const { data: offer, error, refetch } = hooks.useQuery('get', '/api/sales/v1/offers/{offer_id}', { params });
  const edition = offer?.edition ?? 0;
  const accept = useAct({
    act: () =>
      api.POST('/api/sales/v1/offers/{offer_id}/accept', { params, body: { edition, name, customer_reference: '' } }),
    done: () => t('portal.quotes.accepted'),
  });
  const refuse = useAct<string>({
    act: (reason) => api.POST('/api/sales/v1/offers/{offer_id}/refuse', { params, body: { edition, name, reason } }),
    done: () => t('portal.quotes.refused'),
  });
  if (error) return <PageTrouble title={t('portal.quotes.one')} error={error} onRetry={() => void refetch()} />;
  if (!offer) return <PageSkeleton />;
  return (
    <Page
      title={`${offer.number} / ${edition}`}
      badges={<Badge>{t(`portal.quotes.states.${offer.status}`)}</Badge>}
      note={t('portal.quotes.validUntil', { date: format.date(offer.valid_until) })}
      actions={
        <>
          <PaperButton
            name={`${offer.number}.pdf`}
            load={() =>
              api.GET('/api/sales/v1/offers/{offer_id}/editions/{edition}/paper', {
                params: { path: { offer_id: id, edition } },
                parseAs: 'blob',
              })
            }
          />
          {offer.status === 'sent' && may('sales.offers.answer') ? (
            <>
              <Button size="sm" variant="default" onClick={() => setIsRefusing(true)}>
                {t('portal.quotes.refuse')}
              </Button>
              <Button size="sm" loading={accept.isPending} onClick={() => accept.mutate()}>
                {t('portal.quotes.accept')}
              </Button>
            </>
          ) : null}
        </>
      }
    >
      {offer.sales_order_id ? (
        <Alert color="green" mb="md">
          <Link to={`/orders/${offer.sales_order_id}`}>{t('portal.quotes.order')}</Link>
        </Alert>
      ) : null}
      <Card title={t('orders.lines')}>
        <Facts
          rows={[
            ...offer.lines.flatMap((it) =>
              'description' in it && 'net' in it
                ? [[it.description, format.money(it.net, offer.currency)] as const]
                : [],
            ),
            [t('common.net'), <b key="net">{format.money(offer.net, offer.currency)}</b>],
          ]}
        />
        {offer.notes ? <Text mt="sm">{offer.notes}</Text> : null}
      </Card>
      <ReasonDialog
        title={t('portal.quotes.refuse')}
        hint={t('portal.quotes.refuseHint')}
        isOpen={isRefusing}
        isBusy={refuse.isPending}
        onClose={() => setIsRefusing(false)}
        onGive={(reason) => refuse.mutate(reason, { onSuccess: () => setIsRefusing(false) })}
      />
    </Page>
  );
}
