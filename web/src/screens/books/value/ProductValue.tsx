import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import { useProduct } from '~/api/names';
import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { DayField } from '~/ui/form/DayField';
import { Table } from '~/ui/list/Table';
import { ProductName } from '~/ui/Name';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { PaperButton } from '~/ui/PaperButton';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { useAddress } from '~/ui/useAddress';

import { CostingChange } from './CostingChange';
import { datesOf } from './dates';

const MOVEMENTS = 100; // the last ones; the proof has all

/** Why a product's stock is worth what it is: the receipts that are left, and each movement with its entry. */
export default function ProductValue() {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const { id = '' } = useParams();
  const { read, write } = useAddress();
  const [asOf, knownOn] = [read('as_of'), read('known_on')];
  const dates = datesOf(asOf, knownOn);
  const product = useProduct(id);
  const now = hooks.useQuery('get', '/api/accounting/v1/valuation', { params: { query: { product_id: id } } });
  const then = hooks.useQuery('get', '/api/accounting/v1/valuation/report', {
    params: { query: { ...dates, product_id: [id] } },
  });
  useDocumentName(product?.sku);
  const error = now.error ?? then.error;
  if (error) return <PageTrouble title={t('screens.productValue')} error={error} onRetry={() => void now.refetch()} />;
  if (!now.data || !then.data) return <PageSkeleton />;
  const [stock] = now.data.items;
  const worth = then.data.items?.[0];
  const proof = (format_: 'csv' | 'pdf') => ({
    name: `proof-${product?.sku ?? id}.${format_}`,
    ...(format_ === 'csv' ? { label: 'CSV' } : {}),
    load: () =>
      api.GET('/api/accounting/v1/valuation/proof', {
        params: {
          query: { ...dates, product_id: id, format: format_, language: i18n.language === 'fr' ? 'fr' : 'en' },
        },
        parseAs: 'blob',
      }),
  });
  return (
    <Page
      title={product?.sku ?? t('screens.productValue')}
      note={<ProductName id={id} />}
      actions={
        <>
          <DayField label={t('value.asOf')} value={asOf} onChange={(day) => write('as_of', day)} />
          <DayField label={t('value.knownOn')} value={knownOn} onChange={(day) => write('known_on', day)} />
          {stock ? <CostingChange product={id} method={stock.method} /> : null}
          {stock ? <PaperButton {...proof('csv')} /> : null}
          {stock ? <PaperButton {...proof('pdf')} /> : null}
        </>
      }
    >
      <Columns
        main={stock ? <Movements id={id} /> : <Text c="dimmed">{t('value.neverMoved')}</Text>}
        aside={
          <>
            <Card title={t('value.worth')}>
              <Facts
                rows={[
                  [t('value.asOf'), format.date(then.data.as_of)],
                  [t('common.quantity'), format.number(worth?.quantity ?? '0')],
                  [t('value.value'), <b key="value">{format.money(worth?.value ?? '0')}</b>],
                  [t('value.unitCost'), stock && format.money(stock.unit_cost)],
                  [t('value.method'), stock && word('costing', stock.method)],
                ]}
              />
            </Card>
            {stock ? <Layers id={id} /> : null}
          </>
        }
      />
    </Page>
  );
}

function Layers({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = hooks.useQuery('get', '/api/accounting/v1/valuation/{product_id}/layers', {
    params: { path: { product_id: id } },
  });
  const items = data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Card title={t('value.layers')}>
      <Facts
        rows={items.map((it) => [
          `${it.document_number ?? '–'} · ${format.date(it.occurred_at)}`,
          t('value.left', {
            quantity: format.number(it.quantity),
            received: format.number(it.received),
            value: format.money(it.value),
          }),
        ])}
      />
    </Card>
  );
}

function Movements({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const { data } = hooks.useQuery('get', '/api/accounting/v1/valuation/{product_id}/movements', {
    params: { path: { product_id: id }, query: { sort: '-movement_id', limit: MOVEMENTS } },
  });
  const document = (it: OfAccounting['MovementOut']) =>
    it.entry_id ? (
      <Anchor component={Link} to={`/journals/${it.entry_id}`} size="md" underline="always">
        {it.document_number || t('ledger.entry')}
      </Anchor>
    ) : (
      it.document_number || '–'
    );
  return (
    <Card title={t('value.movements')} isFlush>
      <Table
        label={t('value.movements')}
        rows={data?.items ?? []}
        rowKey={(it) => it.movement_id}
        columns={[
          {
            key: 'document',
            title: t('ledger.document'),
            cell: document,
            text: () => '',
            onPhone: 'title',
          },
          {
            key: 'posted',
            title: t('ledger.postedOn'),
            cell: (it) => format.date(it.posted_on),
            text: () => '',
            onPhone: 'line',
          },
          { key: 'reason', title: t('value.reason'), cell: (it) => word('valueReason', it.reason), text: () => '' },
          {
            key: 'quantity',
            title: t('common.quantity'),
            cell: (it) => format.number(it.quantity),
            text: () => '',
            isFigure: true,
            onPhone: 'line',
          },
          {
            key: 'amount',
            title: t('ledger.amount'),
            cell: (it) => format.money(it.amount),
            text: () => '',
            isFigure: true,
            onPhone: 'side',
          },
          {
            key: 'after',
            title: t('value.after'),
            cell: (it) => `${format.number(it.quantity_after)} · ${format.money(it.value_after)}`,
            text: () => '',
            isFigure: true,
          },
        ]}
      />
    </Card>
  );
}
