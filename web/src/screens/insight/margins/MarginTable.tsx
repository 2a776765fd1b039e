import { Progress, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { OfReporting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { sumOf } from '~/ui/decimals';
import type { Column, PageOf } from '~/ui/list/column';
import { everything, Exports } from '~/ui/list/Exports';
import { Table } from '~/ui/list/Table';

import type { Axis } from './periods';

export type Row = OfReporting['CubeRowOut'];

interface Props {
  axis: Axis;
  rows: readonly Row[];
  total: OfReporting['MeasuresOut'] | undefined;
  onDrill: (row: Row) => void;
  loadPage: (cursor: string, limit: number) => Promise<PageOf<Row>>; // of all rows, for a file
}

const WHOLE: readonly Axis[] = ['quarter', 'year']; // no entry says in which it is

export function MarginTable({ axis, rows, total, onDrill, loadPage }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const name = (it: Row) => it.name || it.key || t('margins.unknown');
  const share = (it: Row) => (total && Number(total.margin) !== 0 ? Number(it.margin) / Number(total.margin) : 0); // for the bar alone
  const columns: Column<Row>[] = [
    {
      key: 'name',
      title: word('axis', axis),
      cell: (it) =>
        WHOLE.includes(axis) ? (
          <b>{name(it)}</b>
        ) : (
          <UnstyledButton fz="inherit" fw={550} onClick={() => onDrill(it)}>
            {name(it)}
          </UnstyledButton>
        ),
      text: name,
      onPhone: 'title',
    },
    {
      key: 'quantity',
      title: t('margins.quantity'),
      cell: (it) => format.number(it.quantity),
      text: (it) => it.quantity,
      isFigure: true,
    },
    {
      key: 'revenue',
      title: t('margins.revenue'),
      cell: (it) => format.money(it.revenue),
      text: (it) => it.revenue,
      isFigure: true,
      onPhone: 'line',
    },
    {
      key: 'discount',
      title: t('margins.discount'),
      cell: (it) => format.money(it.discount),
      text: (it) => it.discount,
      isFigure: true,
    },
    {
      key: 'late',
      title: t('margins.late'),
      cell: (it) => format.money(sumOf([it.landed_cost, it.adjustments])),
      text: (it) => sumOf([it.landed_cost, it.adjustments]),
      isFigure: true,
    },
    {
      key: 'cost',
      title: t('margins.cost'),
      cell: (it) => format.money(it.cost),
      text: (it) => it.cost,
      isFigure: true,
    },
    {
      key: 'margin',
      title: t('margins.margin'),
      cell: (it) => format.money(it.margin),
      text: (it) => it.margin,
      isFigure: true,
      onPhone: 'side',
    },
    {
      key: 'rate',
      title: t('margins.rate'),
      cell: (it) => format.rate(it.rate),
      text: (it) => it.rate,
      isFigure: true,
      onPhone: 'line',
    },
    {
      key: 'share',
      title: t('margins.share'),
      cell: (it) => (
        <Progress
          w={80}
          size={6}
          value={Math.max(0, share(it)) * 100}
          aria-label={`${t('margins.share')} ${format.rate(share(it))}`}
        />
      ),
      text: (it) => share(it).toFixed(4),
      isFigure: true,
    },
  ];
  const code: Column<Row> = { key: 'code', title: t('margins.code'), cell: (it) => it.key, text: (it) => it.key };
  return (
    <Card
      title={t('margins.table', { axis: word('axis', axis).toLowerCase() })}
      side={<Exports id={`margins-${axis}`} columns={[code, ...columns]} load={() => everything(loadPage)} />}
      isFlush
    >
      <Table label={t('screens.margins')} rows={rows} columns={columns} rowKey={(it) => it.key} />
    </Card>
  );
}
