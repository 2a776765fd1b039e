import { Anchor, Badge, SimpleGrid } from '@mantine/core';
import { keepPreviousData } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { isDay, today } from '~/ui/days';
import { Empty } from '~/ui/Empty';
import { Facts } from '~/ui/Facts';
import { Figure } from '~/ui/Figure';
import { DayField } from '~/ui/form/DayField';
import { Table } from '~/ui/list/Table';
import { ProductName } from '~/ui/Name';
import { Columns, Page, PageTrouble } from '~/ui/Page';
import { PaperButton } from '~/ui/PaperButton';
import { useAddress } from '~/ui/useAddress';

import { datesOf, type ValueDates } from './dates';

const MOST = 200; // products shown, those that are worth the most; the file has all

/** What stock was worth on a day, as it is known now or was known then: the total, by site, by family, by product. */
export default function StockValue() {
  const { t } = useTranslation();
  const format = useFormat();
  const { read, write } = useAddress();
  const [asOf, knownOn] = [read('as_of'), read('known_on')];
  const dates = datesOf(asOf, knownOn);
  const found = hooks.useQuery(
    'get',
    '/api/accounting/v1/valuation/report',
    { params: { query: dates } },
    { placeholderData: keepPreviousData },
  );
  const { data: report, error } = found;
  const title = t('screens.stockValue');
  if (error) return <PageTrouble title={title} error={error} onRetry={() => void found.refetch()} />;
  return (
    <Page
      title={title}
      note={t('value.note')}
      actions={
        <>
          <DayField label={t('value.asOf')} value={asOf} onChange={(day) => write('as_of', day)} />
          <DayField label={t('value.knownOn')} value={knownOn} onChange={(day) => write('known_on', day)} />
          <PaperButton
            name={`stock-${asOf || today()}.csv`}
            label="CSV"
            load={() =>
              api.GET('/api/accounting/v1/valuation/report.csv', { params: { query: dates }, parseAs: 'blob' })
            }
          />
        </>
      }
    >
      <SimpleGrid cols={{ base: 1, xs: 2 }} mb="md">
        <Figure name={t('value.total')} value={format.money(report?.value)} isLoading={!report} />
        <Figure name={t('value.products')} value={format.number(report?.products)} isLoading={!report} />
      </SimpleGrid>
      <Columns
        main={<Products dates={dates} search={new URLSearchParams({ as_of: asOf, known_on: knownOn }).toString()} />}
        aside={
          <>
            <Sites dates={dates} />
            <Families on={isDay(asOf) ? asOf : today()} />
          </>
        }
      />
    </Page>
  );
}

function Products({ dates, search }: { dates: ValueDates; search: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { read } = useAddress();
  const family = read('family');
  const { data } = hooks.useQuery(
    'get',
    '/api/accounting/v1/valuation/products',
    { params: { query: { ...dates, ...(family ? { family } : {}), sort: '-value', limit: MOST } } },
    { placeholderData: keepPreviousData },
  );
  const rows = data?.items ?? [];
  if (data && rows.length === 0) return <Empty title={t('value.emptyTitle')} hint={t('value.emptyHint')} />;
  return (
    <Card
      title={family ? t('value.only', { family }) : t('value.byProduct')}
      side={data?.next_cursor ? <Badge>{t('value.most', { count: MOST })}</Badge> : null}
      isFlush
    >
      <Table
        label={t('value.byProduct')}
        rows={rows}
        rowKey={(it) => it.product_id}
        rowPath={(it) => `/stock-value/${it.product_id}?${search}`}
        columns={[
          { key: 'sku', title: t('value.sku'), cell: (it) => it.sku || '–', text: () => '', onPhone: 'title' },
          {
            key: 'product',
            title: t('common.product'),
            cell: (it) => <ProductName id={it.product_id} isLink={false} />,
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
            key: 'value',
            title: t('value.value'),
            cell: (it) => format.money(it.value),
            text: () => '',
            isFigure: true,
            onPhone: 'side',
          },
        ]}
      />
    </Card>
  );
}

function Sites({ dates }: { dates: ValueDates }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = hooks.useQuery(
    'get',
    '/api/accounting/v1/valuation/sites',
    { params: { query: dates } },
    { placeholderData: keepPreviousData },
  );
  const items = data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Card title={t('value.bySite')}>
      <Facts rows={items.map((it) => [it.site || t('value.noSite'), format.money(it.value)])} />
    </Card>
  );
}

/** By family, beside the stock account of the ledger: there is no gap. */
function Families({ on }: { on: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { read, write } = useAddress();
  const { data } = hooks.useQuery('get', '/api/accounting/v1/stock-report', { params: { query: { on } } });
  if (!data) return null;
  return (
    <>
      {data.families.length > 0 ? (
        <Card title={t('value.byFamily')}>
          <Facts
            rows={data.families.map((it) => [
              it.family || t('value.noFamily'),
              it.family ? (
                <Anchor
                  key={it.family}
                  component="button"
                  type="button"
                  size="md"
                  underline="always"
                  aria-label={t('value.only', { family: it.family })}
                  aria-pressed={it.family === read('family')}
                  onClick={() => write('family', it.family === read('family') ? '' : it.family)}
                >
                  {format.money(it.value)}
                </Anchor>
              ) : (
                format.money(it.value)
              ),
            ])}
          />
        </Card>
      ) : null}
      <Ledger report={data} />
    </>
  );
}

function Ledger({ report }: { report: OfAccounting['StockReportOut'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isEqual = Number(report.gap) === 0;
  return (
    <Card
      title={t('value.ledger')}
      side={<Badge color={isEqual ? 'green' : 'red'}>{t(isEqual ? 'value.equal' : 'value.unequal')}</Badge>}
    >
      <Facts
        rows={[
          [t('value.account'), format.money(report.ledger)],
          [t('value.asOf'), format.date(report.on)],
          [t('value.subLedger'), format.money(report.value)],
          [t('value.gap'), format.money(report.gap)],
        ]}
      />
    </Card>
  );
}
