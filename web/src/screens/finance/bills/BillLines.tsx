import { Anchor, Badge, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { OfAccounting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { isBelow } from '~/ui/decimals';
import { Table } from '~/ui/list/Table';
import { ProductName } from '~/ui/Name';

import { unitPrice } from './entry/draft';

type Shown = OfAccounting['BillStoryOut'];
type Line = Shown['lines'][number];

const CENTS = 2; // places of an amount: a price with more is shown whole

/** What is billed beside what came: receipt, order, price, and by how much they differ. */
export function BillLines({ bill }: { bill: Shown }) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = (amount: string) => format.money(amount, bill.currency);
  const priceText = (price: string) =>
    (price.split('.')[1]?.length ?? 0) > CENTS ? format.number(price) : money(price);
  if (bill.lines.length === 0) return null;
  return (
    <Card title={t('orders.lines')} side={<Badge color="gray">{bill.lines.length}</Badge>} isFlush>
      <Table
        label={t('orders.lines')}
        rows={bill.lines}
        rowKey={(it) => it.id}
        columns={[
          {
            key: 'product',
            title: t('common.product'),
            cell: (it) => (it.product_id ? <ProductName id={it.product_id} /> : '–'),
            text: () => '',
            onPhone: 'title',
          },
          {
            key: 'from',
            title: t('bills.receivedBy'),
            cell: (it) => <Sources line={it} />,
            text: () => '',
            onPhone: 'line',
          },
          {
            key: 'quantity',
            title: t('common.quantity'),
            cell: (it) => format.number(it.quantity),
            text: () => '',
            isFigure: true,
            onPhone: 'line',
          },
          {
            key: 'price',
            title: t('common.unitPrice'),
            cell: (it) => priceText(unitPrice(it.net_amount, it.quantity).value),
            text: () => '',
            isFigure: true,
          },
          {
            key: 'net',
            title: t('common.net'),
            cell: (it) => money(it.net_amount),
            text: () => '',
            isFigure: true,
            onPhone: 'side',
          },
          {
            key: 'received',
            title: t('bills.receivedAt'),
            cell: (it) => money(it.received_amount),
            text: () => '',
            isFigure: true,
            onPhone: 'line',
          },
          {
            key: 'match',
            title: t('bills.match'),
            cell: (it) => <Match line={it} money={money} />,
            text: () => '',
            onPhone: 'line',
          },
        ]}
      />
    </Card>
  );
}

function Sources({ line }: { line: Line }) {
  const may = useMay();
  const receipts = new Map(line.parts.map((it) => [it.receipt_id, it.receipt_number]));
  return (
    <>
      {[...receipts].map(([id, number]) => (
        <div key={id}>
          {may('inventory.stock.read') ? (
            <Anchor component={Link} to={`/receipts/${id}`} inherit underline="always" display="inline-block" py={4}>
              {number}
            </Anchor>
          ) : (
            number
          )}
        </div>
      ))}
      {line.purchase_order_number ? (
        <Text size="xs" c="dimmed">
          {line.purchase_order_number}
        </Text>
      ) : null}
    </>
  );
}

function Match({ line, money }: { line: Line; money: (amount: string) => string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isSame = Number(line.difference) === 0;
  const sign = isBelow(line.difference, '0') ? '' : '+';
  return (
    <Stack gap={4} align="flex-start">
      {Number(line.missing) ? (
        <Badge color="red">{t('billEntry.missing', { quantity: format.number(line.missing) })}</Badge>
      ) : null}
      {isSame && !Number(line.missing) ? <Badge color="green">{t('billEntry.asReceived')}</Badge> : null}
      {isSame ? null : (
        <Badge color={line.is_beyond ? 'red' : 'orange'}>
          {t(line.is_beyond ? 'billEntry.beyond' : 'billEntry.within', { amount: `${sign}${money(line.difference)}` })}
        </Badge>
      )}
    </Stack>
  );
}
