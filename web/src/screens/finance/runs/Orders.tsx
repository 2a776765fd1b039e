import { Checkbox, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import type { Column } from '~/ui/list/column';
import { Table } from '~/ui/list/Table';

import { keyOf, type Order } from './orders';

interface Props {
  orders: readonly Order[];
  leftOut?: ReadonlySet<string>;
  onTurn?: (order: Order) => void; // chosen, or left out
  action?: (order: Order) => ReactNode;
}

/** The payments of a run: to whom, on which account, for what. */
export function Orders({ orders, leftOut, onTurn, action }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const columns: Column<Order>[] = [
    {
      key: 'name',
      title: t('runs.payee'),
      cell: (it) =>
        onTurn ? (
          <Checkbox
            label={it.name}
            checked={leftOut?.has(keyOf(it)) !== true}
            onChange={() => onTurn(it)}
            styles={{ label: { fontSize: 'var(--mantine-font-size-md)' } }}
          />
        ) : (
          it.name
        ),
      text: (it) => it.name,
      onPhone: 'title',
    },
    { key: 'iban', title: t('bank.iban'), cell: (it) => it.iban, text: (it) => it.iban, onPhone: 'line' },
    {
      key: 'documents',
      title: t('runs.documents'),
      cell: (it) => <Text size="sm">{it.documents.map(({ number }) => number).join(', ')}</Text>,
      text: (it) => it.text,
      onPhone: 'line',
    },
    {
      key: 'discount',
      title: t('bank.discount'),
      cell: (it) => {
        const taken = it.documents.filter(({ discount }) => Number(discount));
        return taken.length > 0 ? taken.map(({ discount }) => format.money(discount)).join(', ') : '–';
      },
      text: () => '',
      isFigure: true,
    },
    {
      key: 'amount',
      title: t('ledger.amount'),
      cell: (it) => format.money(it.amount),
      text: (it) => it.amount,
      isFigure: true,
      onPhone: 'side',
    },
    ...(action
      ? [{ key: 'act', title: t('years.actions'), cell: action, text: () => '', onPhone: 'line' as const }]
      : []),
  ];
  return (
    <Card title={t('runs.payments')} isFlush>
      <Table label={t('runs.payments')} rows={orders} columns={columns} rowKey={keyOf} />
    </Card>
  );
}
