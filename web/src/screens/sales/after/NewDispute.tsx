import { Button, Stack, Textarea } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';

import { api } from '~/api/client';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { isBelow } from '~/ui/decimals';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { decimalOf } from '~/ui/form/decimals';
import { Table } from '~/ui/list/Table';
import { Page } from '~/ui/Page';
import { Trouble } from '~/ui/Trouble';

import { claimedLines, type Delivered } from './claims';
import { Goods } from './Goods';
import { OfOrder } from './OfOrder';

/** Note which prices a customer says that he was promised. */
export default function NewDispute() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [search, setSearch] = useSearchParams();
  const order = search.get('order') ?? '';
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [reason, setReason] = useState('');
  const [delivered, setDelivered] = useState<Delivered[]>([]);
  const lines = claimedLines(delivered, typed);
  const open = useMutation({
    mutationFn: async () => {
      if (!lines) return undefined;
      const body = { order_id: order, reason: reason.trim(), lines };
      return (await api.POST('/api/sales/v1/price-disputes', { body })).data;
    },
    onSuccess: async (made) => {
      await queries.invalidateQueries();
      if (made) await navigate(`/price-disputes/${made.id}`);
    },
  });
  return (
    <Page
      title={t('screens.newPriceDispute')}
      note={t('returns.disputeHint')}
      actions={
        <Button
          size="sm"
          leftSection={<IconCheck size={16} />}
          disabled={!lines || !reason.trim()}
          loading={open.isPending}
          onClick={() => open.mutate()}
        >
          {t('returns.openDispute')}
        </Button>
      }
    >
      <Stack gap="md">
        {open.error ? <Trouble error={open.error} /> : null}
        <OfOrder
          order={order}
          onOrder={(id) => {
            setTyped({});
            setSearch(id ? { order: id } : {}, { replace: true });
          }}
          fits={(line) => isBelow('0', line.creditable)}
          none={t('returns.nothingToDispute')}
        >
          {(found, currency) => (
            <>
              <Claims
                lines={found}
                currency={currency}
                typed={typed}
                onType={(id, price) => {
                  setDelivered(found);
                  setTyped((before) => ({ ...before, [id]: price }));
                }}
              />
              <Card>
                <Textarea
                  label={t('common.reason')}
                  required
                  autosize
                  maxLength={200}
                  value={reason}
                  onChange={(event) => setReason(event.currentTarget.value)}
                />
              </Card>
            </>
          )}
        </OfOrder>
      </Stack>
    </Page>
  );
}

interface ClaimsProps {
  lines: Delivered[];
  currency: string;
  typed: Record<string, string>;
  onType: (line: string, price: string) => void;
}

function Claims({ lines, currency, typed, onType }: ClaimsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const fault = (line: Delivered, price: string) => {
    const value = decimalOf(price);
    return value !== null && !isBelow(value, line.unit_price) ? t('returns.notLower') : undefined;
  };
  return (
    <Card title={t('returns.lines')} isFlush>
      <Table
        label={t('returns.lines')}
        rows={lines}
        rowKey={(it) => it.shipment_line_id}
        columns={[
          {
            key: 'sku',
            title: t('common.product'),
            cell: (it) => <Goods line={it} />,
            text: () => '',
            onPhone: 'title',
          },
          {
            key: 'quantity',
            title: t('common.quantity'),
            cell: (it) => format.number(it.creditable),
            text: () => '',
            isFigure: true,
            onPhone: 'line',
          },
          {
            key: 'price',
            title: t('returns.billedPrice'),
            cell: (it) => format.money(it.unit_price, currency),
            text: () => '',
            isFigure: true,
            onPhone: 'line',
          },
          {
            key: 'claimed',
            title: t('returns.claimedPrice'),
            cell: (it) => {
              const price = typed[it.shipment_line_id] ?? '';
              return (
                <DecimalInput
                  w={130}
                  aria-label={t('returns.claimedPriceOf', { sku: it.sku })}
                  value={price}
                  error={fault(it, price)}
                  onChange={(value) => onType(it.shipment_line_id, value)}
                />
              );
            },
            text: () => '',
            onPhone: 'line',
          },
        ]}
      />
    </Card>
  );
}
