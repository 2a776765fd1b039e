import { useTranslation } from 'react-i18next';

import type { OfSales } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { DecimalInput } from '~/ui/form/DecimalInput';
import type { Column } from '~/ui/list/column';
import { Table } from '~/ui/list/Table';

import { Goods } from '../after/Goods';
import { faultOfCall } from './calls';

type Line = OfSales['BlanketLineOut'];

interface Props {
  blanket: OfSales['BlanketOut'];
  typed: Record<string, string>;
  mayCall: boolean;
  onType: (line: string, quantity: string) => void;
}

/** What was agreed line by line, and how much of it is asked for now. */
export function AgreedLines({ blanket, typed, mayCall, onType }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const figure = (key: 'quantity' | 'called' | 'shipped' | 'left', title: string): Column<Line> => ({
    key,
    title,
    cell: (it) => format.number(it[key]),
    text: (it) => it[key],
    isFigure: true,
    onPhone: 'line',
  });
  const columns: Column<Line>[] = [
    {
      key: 'sku',
      title: t('common.product'),
      cell: (it) => <Goods line={it} />,
      text: (it) => it.sku,
      onPhone: 'title',
    },
    {
      key: 'price',
      title: t('common.unitPrice'),
      cell: (it) => format.money(it.unit_price, blanket.currency),
      text: (it) => it.unit_price,
      isFigure: true,
      onPhone: 'side',
    },
    figure('quantity', t('blankets.agreed')),
    figure('called', t('blankets.called')),
    figure('shipped', t('orders.shipped')),
    figure('left', t('blankets.left')),
  ];
  const asked: Column<Line> = {
    key: 'call',
    title: t('blankets.call'),
    cell: (it) => {
      const value = typed[it.id] ?? '';
      const fault = faultOfCall(it, value);
      return (
        <DecimalInput
          w={120}
          aria-label={t('amend.quantityOf', { sku: it.sku })}
          placeholder={Number(it.least) > 0 ? t('blankets.least', { quantity: format.number(it.least) }) : ''}
          value={value}
          error={fault ? t(`blankets.${fault}`) : undefined}
          onChange={(quantity) => onType(it.id, quantity)}
        />
      );
    },
    text: () => '',
    onPhone: 'line',
  };
  return (
    <Card title={t('orders.lines')} isFlush>
      <Table
        label={t('orders.lines')}
        rows={blanket.lines}
        rowKey={(it) => it.id}
        columns={mayCall ? [...columns, asked] : columns}
      />
    </Card>
  );
}
