import { Anchor, Button, Progress, SimpleGrid, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import { hooks } from '~/api/client';
import { usePartner } from '~/api/names';
import type { OfPurchasing } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { EditPartnerButton } from '~/screens/sales/partners/EditPartnerButton';
import { Card } from '~/ui/Card';
import { isDay } from '~/ui/days';
import { Facts } from '~/ui/Facts';
import { Figure } from '~/ui/Figure';
import { DayField } from '~/ui/form/DayField';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { StatusBadge } from '~/ui/StatusBadge';
import { useAddress } from '~/ui/useAddress';

const RATES = ['on_time', 'in_full', 'accepted'] as const;
const PERIOD = ['since', 'until'] as const;

/** The score card of a supplier: facts of a period, a year if none is said, and what he still owes. */
export default function Supplier() {
  const { t } = useTranslation();
  const format = useFormat();
  const { id = '' } = useParams();
  const partner = usePartner(id);
  const { read, write } = useAddress();
  const days = Object.fromEntries(PERIOD.flatMap((key) => (isDay(read(key)) ? [[key, read(key)]] : [])));
  const query = hooks.useQuery('get', '/api/purchasing/v1/supplier-scores', {
    params: { query: { supplier_id: id, ...days } },
  });
  useDocumentName(partner?.code);
  if (query.error)
    return <PageTrouble title={t('screens.supplier')} error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data || partner === undefined) return <PageSkeleton />;
  const score = query.data.items[0];
  return (
    <Page
      title={partner?.name ?? t('screens.supplier')}
      note={t('suppliers.period', { since: format.date(query.data.since), until: format.date(query.data.until) })}
      actions={
        <>
          {PERIOD.map((key) => (
            <DayField
              key={key}
              label={t(key === 'since' ? 'ledger.from' : 'ledger.to')}
              value={read(key)}
              onChange={(day) => write(key, day)}
            />
          ))}
          <EditPartnerButton id={id} />
          <Button component={Link} to={`/supplier-prices?supplier_id=${id}`} size="sm" variant="default">
            {t('screens.supplierPrices')}
          </Button>
        </>
      }
    >
      <Columns
        main={
          <>
            <SimpleGrid cols={{ base: 1, sm: 3 }}>
              {RATES.map((key) => (
                <Rate key={key} name={t(`suppliers.${key}`)} value={score?.[key] ?? null} />
              ))}
            </SimpleGrid>
            <Orders supplier={id} />
          </>
        }
        aside={
          <>
            <Figure name={t('suppliers.lines')} value={format.number(score?.lines_due ?? 0)} />
            <Card title={t('suppliers.leadTime')}>
              <Facts
                rows={[
                  [t('suppliers.median'), format.number(score?.lead_days_median, 1)],
                  [t('suppliers.p90'), format.number(score?.lead_days_p90, 1)],
                ]}
              />
            </Card>
            {partner ? (
              <Card title={t('customers.contact')}>
                <Facts
                  rows={[
                    ['E-mail', partner.email],
                    [t('suppliers.currency'), partner.currency],
                  ]}
                />
              </Card>
            ) : null}
            <Overdue supplier={id} />
          </>
        }
      />
    </Page>
  );
}

function Rate({ name, value }: { name: string; value: string | null }) {
  const format = useFormat();
  const percent = value === null ? 0 : Number(value) * 100;
  return (
    <Card title={name}>
      <Text fz={28} fw={650} className="figure">
        {format.rate(value)}
      </Text>
      <Progress value={percent} aria-label={name} color={percent >= 95 ? 'green' : percent >= 80 ? 'orange' : 'red'} />
    </Card>
  );
}

function Orders({ supplier }: { supplier: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = hooks.useQuery('get', '/api/purchasing/v1/purchase-orders', {
    params: { query: { supplier_id: supplier, sort: '-created_at', limit: 10 } },
  });
  return (
    <Card title={t('suppliers.orders')}>
      {data?.items.length === 0 ? <Text c="dimmed">{t('suppliers.noOrders')}</Text> : null}
      <Facts
        rows={(data?.items ?? []).map((order) => [
          order.number,
          <OrderFact key={order.id} order={order} amount={format.money(order.net, order.currency)} />,
        ])}
      />
    </Card>
  );
}

function OrderFact({ order, amount }: { order: OfPurchasing['OrderSummary']; amount: string }) {
  return (
    <>
      <StatusBadge list="orderStatus" value={order.status} />{' '}
      <Anchor component={Link} to={`/purchase-orders/${order.id}`} inherit underline="always">
        {amount}
      </Anchor>
    </>
  );
}

/** What should have come. */
function Overdue({ supplier }: { supplier: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = hooks.useQuery('get', '/api/purchasing/v1/overdue-lines', {
    params: { query: { supplier_id: supplier, sort: 'expected_on', limit: 20 } },
  });
  const items = data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Card title={t('suppliers.overdue')}>
      <Facts
        rows={items.map((line) => [
          `${line.number} · ${line.sku}`,
          t('suppliers.late', { quantity: format.number(line.outstanding), days: line.days_late }),
        ])}
      />
    </Card>
  );
}
