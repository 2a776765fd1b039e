import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconShoppingCart } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';

import { api } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Empty } from '~/ui/Empty';
import { faultOf } from '~/ui/form/faults';
import { Columns, Page } from '~/ui/Page';
import { useInstead } from '~/screens/sales/entry/useInstead';

import { Refusal } from '../Refusal';
import { BasketLine } from './BasketLine';
import { useBasket } from './store';
import { LimitNotice } from './LimitNotice';
import { usePrices } from './usePrices';

export default function Basket() {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { lines, clear } = useBasket();
  const { order, ...priced } = usePrices();
  const { quote, error } = priced;
  const shortAt = useInstead(priced);
  const [reference, setReference] = useState('');
  const [requestedOn, setRequestedOn] = useState('');
  const attempt = useRef(crypto.randomUUID()); // the same order sent twice is one order
  const place = useMutation({
    mutationFn: async (asked: OfSales['OrderIn']) => {
      const body = {
        ...asked,
        customer_reference: reference.trim(),
        requested_on: requestedOn || null,
        without_credit: 'ask-release' as const,
      };
      const header = { 'Idempotency-Key': attempt.current };
      const { data } = await api.POST('/api/sales/v1/orders/place', { body, headers: header });
      return data;
    },
    onSuccess: async (made) => {
      if (!made) return;
      clear();
      await queries.invalidateQueries();
      await navigate(`/orders/${made.id}?placed`);
    },
    onError: () => {
      attempt.current = crypto.randomUUID(); // what is changed now is another request
    },
  });
  if (lines.length === 0) {
    return (
      <Empty
        icon={IconShoppingCart}
        title={t('portal.basket.empty')}
        hint={t('portal.basket.emptyHint')}
        action={
          <Group>
            <Button component={Link} to="/">
              {t('portal.menu.catalogue')}
            </Button>
            <Button component={Link} to="/quick" variant="default">
              {t('portal.menu.quick')}
            </Button>
          </Group>
        }
      />
    );
  }
  const refused = place.error ?? error;
  return (
    <Page title={t('portal.basket.title')}>
      {refused ? <Refusal error={refused} /> : null}
      <Columns
        main={
          <Card title={t('orders.lines')}>
            <Stack gap="sm">
              {lines.map((line, position) => (
                <BasketLine
                  key={`${lines.length}.${position}.${line.product}`} // another row after one was removed or replaced
                  line={line}
                  position={position}
                  quoted={quote?.lines[position]}
                  short={shortAt(position)}
                  currency={quote?.currency ?? 'EUR'}
                  fault={faultOf(refused, `lines.${position}.quantity`) ?? faultOf(refused, `lines.${position}`)}
                />
              ))}
            </Stack>
          </Card>
        }
        aside={
          <Card title={t('portal.basket.order')}>
            <Stack gap="sm">
              {quote?.charges.map((it) => (
                <div key={it.rule + it.label}>
                  <Group justify="space-between">
                    <Text>{i18n.language === 'fr' ? it.label_fr : it.label}</Text>
                    <Text className="figure">{format.money(it.amount, quote.currency)}</Text>
                  </Group>
                  {it.missing_amount ? (
                    <Text size="sm" c="dimmed">
                      {t('portal.basket.missing', { amount: format.money(it.missing_amount, quote.currency) })}
                    </Text>
                  ) : null}
                </div>
              ))}
              <Group justify="space-between">
                <Text fw={600}>{t('portal.basket.total')}</Text>
                <Text fw={600} className="figure">
                  {quote ? format.money(quote.net, quote.currency) : '…'}
                </Text>
              </Group>
              {quote ? <LimitNotice value={quote.net} currency={quote.currency} /> : null}
              <TextInput
                label={t('portal.basket.reference')}
                value={reference}
                maxLength={200}
                onChange={(event) => setReference(event.currentTarget.value)}
              />
              <TextInput
                type="date"
                label={t('portal.basket.requested')}
                value={requestedOn}
                error={faultOf(refused, 'requested_on')}
                onChange={(event) => setRequestedOn(event.currentTarget.value)}
              />
              <Button
                size="md"
                disabled={!order || !quote}
                loading={place.isPending}
                onClick={() => (order ? place.mutate(order) : undefined)}
              >
                {t('portal.basket.place')}
              </Button>
            </Stack>
          </Card>
        }
      />
    </Page>
  );
}
