import { Alert, Badge, Button, Text } from '@mantine/core';
import { IconFileTypePdf } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { save } from '~/ui/save';
import { useAct } from '~/ui/useAct';

import { Answer } from './Answer';
import { linked, type LinkedOffer } from './linked';

/** What a customer opens by the link that he was sent: his quote, to read, accept or refuse. He has no account. */
export default function LinkedQuote() {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const secret = location.hash.slice(1);
  const query = useQuery({
    queryKey: ['linked-offer', secret],
    queryFn: async () => (await linked('', secret)).json() as Promise<LinkedOffer>,
  });
  const paper = useAct({
    act: async () => save('offer.pdf', await (await linked(`/paper?language=${i18n.language}`, secret)).blob()),
    changes: [],
  });
  const { data: offer, error } = query;
  if (error) return <PageTrouble title={t('screens.quote')} error={error} onRetry={() => void query.refetch()} />;
  if (!offer) return <PageSkeleton />;
  const money = (value: string) => format.money(value, offer.currency);
  return (
    <main>
      <Page
        title={[offer.company, offer.number].filter(Boolean).join(' · ')}
        badges={<Badge>{t(`portal.quotes.states.${offer.status}`)}</Badge>}
        note={`${offer.customer} · ${t('quotes.until', { date: format.date(offer.valid_until) })}`}
        actions={
          <Button
            size="sm"
            variant="default"
            leftSection={<IconFileTypePdf size={16} />}
            loading={paper.isPending}
            onClick={() => paper.mutate()}
          >
            {t('common.paper')}
          </Button>
        }
      >
        {offer.status === 'accepted' ? (
          <Alert color="green" mb="md">
            {t('quotes.thanks')}
          </Alert>
        ) : null}
        <Card title={t('orders.lines')}>
          {offer.lines.map((line) =>
            line.kind === 'text' ? (
              <Text key={line.id} fw={600} py={4} style={{ whiteSpace: 'pre-line' }}>
                {line.text}
              </Text>
            ) : (
              <div key={line.id}>
                <Facts
                  rows={[
                    [
                      `${format.number(line.quantity)} × ${line.description}`,
                      <Text
                        span
                        inherit
                        key="net"
                        style={{ whiteSpace: 'nowrap' }}
                        {...(line.is_counted ? {} : { c: 'dimmed' })}
                      >
                        {line.choice === 'fixed' ? '' : `${t(`quotes.choices.${line.choice}`)} · `}
                        {money(line.net)}
                      </Text>,
                    ],
                  ]}
                />
                {line.text ? (
                  <Text size="sm" c="dimmed">
                    {line.text}
                  </Text>
                ) : null}
              </div>
            ),
          )}
          <Facts
            rows={[
              ...offer.charges
                .filter((charge) => !charge.is_waived)
                .map(
                  (charge) => [i18n.language === 'fr' ? charge.label_fr : charge.label, money(charge.amount)] as const,
                ),
              [t('common.net'), <b key="net">{money(offer.net)}</b>],
              [t('customers.terms'), t('customers.days', { days: offer.payment_days })],
              [t('quotes.leadTime'), offer.lead_time_days === null ? null : format.number(offer.lead_time_days)],
            ]}
          />
          {offer.notes ? (
            <Text size="sm" mt="sm" style={{ whiteSpace: 'pre-line' }}>
              {offer.notes}
            </Text>
          ) : null}
        </Card>
        {offer.status === 'sent' ? <Answer offer={offer} secret={secret} /> : null}
      </Page>
    </main>
  );
}
