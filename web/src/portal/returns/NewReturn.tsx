import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import { useProduct } from '~/api/names';
import type { OfSales } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { isBelow } from '~/ui/decimals';
import { Empty } from '~/ui/Empty';
import { decimalOf, isQuantity } from '~/ui/form/decimals';
import { Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { useAct } from '~/ui/useAct';

import { useName } from '../useName';

type Reason = OfSales['ReturnReason'];
const REASONS: readonly Reason[] = ['damaged', 'defective', 'wrong-item', 'too-late', 'not-wanted', 'other'];

/** Goods of a delivered order that shall go back: how many of each, and why. */
export default function NewReturn() {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const { id = '' } = useParams();
  const [quantities, setQuantities] = useState<Record<string, string>>({});
  const [reasons, setReasons] = useState<Record<string, Reason>>({});
  const [wants, setWants] = useState<OfSales['Wants']>('credit');
  const [comment, setComment] = useState('');
  const params = { path: { order_id: id } };
  const query = hooks.useQuery('get', '/api/sales/v1/orders/{order_id}/returnable', { params });
  const ask = useAct({
    act: async () => {
      const lines = Object.entries(quantities)
        .filter(([, quantity]) => isQuantity(quantity))
        .map(([shipment_line_id, quantity]) => ({
          shipment_line_id,
          quantity: decimalOf(quantity) ?? quantity,
          reason: reasons[shipment_line_id] ?? 'other',
        }));
      await api.POST('/api/sales/v1/returns', { body: { order_id: id, wants, comment: comment.trim(), lines } });
      await navigate('/returns');
    },
    done: () => t('portal.returns.asked'),
  });
  const title = t('portal.returns.ask');
  if (query.error) return <PageTrouble title={title} error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <PageSkeleton />;
  const lines = query.data.lines.filter((it) => isBelow('0', it.returnable));
  if (lines.length === 0) return <Empty title={t('portal.returns.nothing')} hint={t('portal.returns.nothingHint')} />;
  const isReady = Object.values(quantities).some((it) => isQuantity(it));
  return (
    <Page title={title} note={t('portal.returns.hint')}>
      <Card>
        <Stack gap="md">
          {lines.map((it) => (
            <Group key={it.shipment_line_id} align="flex-end" gap="sm">
              <Article product={it.product_id} sku={it.sku} />
              <TextInput
                w={190}
                inputMode="decimal"
                label={t('portal.returns.most', { most: format.number(it.returnable) })}
                aria-label={t('portal.returns.quantity', { sku: it.sku, most: format.number(it.returnable) })}
                value={quantities[it.shipment_line_id] ?? ''}
                onChange={(event) => {
                  const { value } = event.currentTarget;
                  setQuantities((before) => ({ ...before, [it.shipment_line_id]: value }));
                }}
              />
              <Select
                w={200}
                label={t('portal.returns.why')}
                aria-label={t('portal.returns.reason', { sku: it.sku })}
                allowDeselect={false}
                value={reasons[it.shipment_line_id] ?? 'other'}
                data={REASONS.map((value) => ({ value, label: t(`portal.returns.reasons.${value}`) }))}
                onChange={(value) => setReasons((before) => ({ ...before, [it.shipment_line_id]: value ?? 'other' }))}
              />
            </Group>
          ))}
          <Select
            maw={320}
            label={t('portal.returns.wants')}
            allowDeselect={false}
            value={wants}
            data={(['credit', 'replacement'] as const).map((value) => ({ value, label: t(`portal.returns.${value}`) }))}
            onChange={(value) => setWants(value ?? 'credit')}
          />
          <TextInput
            label={t('portal.returns.comment')}
            maxLength={200}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
          />
          <Group>
            <Button disabled={!isReady} loading={ask.isPending} onClick={() => ask.mutate()}>
              {t('portal.returns.send')}
            </Button>
          </Group>
        </Stack>
      </Card>
    </Page>
  );
}

function Article({ product: id, sku }: { product: string; sku: string }) {
  const product = useProduct(id);
  const nameOf = useName();
  return (
    <Stack gap={0} flex="1 1 200px" miw={0}>
      <Text fw={500}>{product ? nameOf(product) : '…'}</Text>
      <Text size="sm" c="dimmed">
        {sku}
      </Text>
    </Stack>
  );
}
