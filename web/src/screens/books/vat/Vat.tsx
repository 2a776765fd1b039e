import { Anchor, Text } from '@mantine/core';
import { keepPreviousData } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { hooks } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { dayBefore } from '~/ui/days';
import { Facts } from '~/ui/Facts';
import { MonthField } from '~/ui/form/MonthField';
import { Table } from '~/ui/list/Table';
import { isMonth, lastMonth } from '~/ui/months';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { useAddress } from '~/ui/useAddress';

import { ledgerPath } from '../ledger/entries';

type VatReturn = OfAccounting['VatReturnOut'];

/** The figures of the VAT return of a month, each with the account that it comes from. */
export default function Vat() {
  const { t } = useTranslation();
  const { read, write } = useAddress();
  const asked = read('month');
  const month = isMonth(asked) ? asked : lastMonth(new Date());
  const query = hooks.useQuery(
    'get',
    '/api/accounting/v1/vat-return/{month}',
    { params: { path: { month } } },
    { placeholderData: keepPreviousData },
  );
  const { data: figures, error } = query;
  if (error) return <PageTrouble title={t('screens.vat')} error={error} onRetry={() => void query.refetch()} />;
  if (!figures) return <PageSkeleton />;
  return (
    <Page
      title={t('screens.vat')}
      note={t('vat.note')}
      actions={<MonthField month={month} onChange={(to) => write('month', to)} />}
    >
      <Columns main={<Sales figures={figures} />} aside={<Due figures={figures} />} />
    </Page>
  );
}

function Sales({ figures }: { figures: VatReturn }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  if (figures.sales.length === 0)
    return (
      <Card title={t('vat.sales')}>
        <Text c="dimmed">{t('vat.noSales')}</Text>
      </Card>
    );
  return (
    <Card title={t('vat.sales')} isFlush>
      <Table
        label={t('vat.sales')}
        rows={figures.sales}
        rowKey={(it) => `${it.category} ${it.rate}`}
        columns={[
          {
            key: 'line',
            title: t('vat.line'),
            cell: (it) => it.line || '–',
            text: () => '',
            onPhone: 'title',
          },
          {
            key: 'category',
            title: t('vat.category'),
            cell: (it) => word('vatCategory', it.category),
            text: () => '',
            onPhone: 'line',
          },
          {
            key: 'rate',
            title: t('vat.rate'),
            cell: (it) => format.rate(it.rate),
            text: () => '',
            isFigure: true,
            onPhone: 'line',
          },
          {
            key: 'base',
            title: t('vat.base'),
            cell: (it) => format.money(it.base),
            text: () => '',
            isFigure: true,
            onPhone: 'line',
          },
          {
            key: 'tax',
            title: t('vat.tax'),
            cell: (it) => format.money(it.tax),
            text: () => '',
            isFigure: true,
            onPhone: 'side',
          },
        ]}
      />
    </Card>
  );
}

function Due({ figures }: { figures: VatReturn }) {
  const { t } = useTranslation();
  const format = useFormat();
  const of = (account: string, amount: string) => (
    <Anchor
      component={Link}
      to={ledgerPath(account, figures.since, dayBefore(figures.until))}
      size="md"
      underline="always"
    >
      {format.money(amount)}
    </Anchor>
  );
  const isCredit = figures.due.startsWith('-');
  return (
    <>
      <Card title={t('vat.collected')}>
        <Facts
          rows={[
            [t('vat.output'), of('44571', figures.output_tax)],
            [t('vat.otherOutput'), Number(figures.other_output_tax) ? format.money(figures.other_output_tax) : null],
            [t('vat.intraEu'), of('4452', figures.intra_eu_due)],
          ]}
        />
      </Card>
      <Card title={t('vat.deductible')}>
        <Facts
          rows={[
            [t('vat.input'), of('44566', figures.input_tax)],
            [t('vat.inputOnAssets'), of('44562', figures.input_tax_on_assets)],
          ]}
        />
      </Card>
      <Card title={t(isCredit ? 'vat.credit' : 'vat.due')}>
        <Text fz={22} fw={640} className="figure">
          {format.money(isCredit ? figures.due.slice(1) : figures.due)}
        </Text>
        <Text size="sm" c="dimmed">
          {t(isCredit ? 'vat.creditLine' : 'vat.dueLine')}
        </Text>
      </Card>
    </>
  );
}
