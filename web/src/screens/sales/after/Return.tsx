import { Alert, Anchor } from '@mantine/core';
import { IconHourglass } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import { hooks } from '~/api/client';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { Table } from '~/ui/list/Table';
import { PartnerName } from '~/ui/Name';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { StatusBadge } from '~/ui/StatusBadge';

import { CreditNotes } from './CreditNotes';
import { Goods } from './Goods';
import { ReturnActions } from './ReturnActions';

/** One return: what may come back, what has, and what it was credited. */
export default function Return() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const { id = '' } = useParams();
  const query = hooks.useQuery('get', '/api/sales/v1/returns/{return_id}', { params: { path: { return_id: id } } });
  const { data: asked, error } = query;
  const order = hooks.useQuery(
    'get',
    '/api/sales/v1/orders/{order_id}',
    { params: { path: { order_id: asked?.order_id ?? '' } } },
    { enabled: asked !== undefined },
  );
  useDocumentName(asked?.number);
  if (error) return <PageTrouble title={t('screens.return')} error={error} onRetry={() => void query.refetch()} />;
  if (!asked) return <PageSkeleton />;
  const currency = order.data?.currency ?? 'EUR';
  return (
    <Page
      title={asked.number}
      badges={<StatusBadge list="returnStatus" value={asked.status} />}
      note={
        <>
          <PartnerName id={asked.customer_id} isLink />
          {asked.comment ? ` · ${asked.comment}` : ''}
        </>
      }
      actions={<ReturnActions asked={asked} />}
    >
      {asked.status === 'awaiting-approval' ? (
        <Alert color="orange" icon={<IconHourglass size={18} />} mb="md">
          {t('returns.awaiting')}{' '}
          <Anchor component={Link} to="/approvals" inherit c="inherit" underline="always">
            {t('orders.seeApprovals')}
          </Anchor>
        </Alert>
      ) : null}
      <Columns
        main={
          <Card title={t('orders.lines')} isFlush>
            <Table
              label={t('orders.lines')}
              rows={asked.lines}
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
                  key: 'reason',
                  title: t('common.reason'),
                  cell: (it) => word('returnReason', it.reason),
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
                  key: 'received',
                  title: t('returns.received'),
                  cell: (it) => format.number(it.received),
                  text: () => '',
                  isFigure: true,
                  onPhone: 'line',
                },
                {
                  key: 'price',
                  title: t('common.unitPrice'),
                  cell: (it) => format.money(it.unit_price, currency),
                  text: () => '',
                  isFigure: true,
                },
                {
                  key: 'fee',
                  title: t('returns.fee'),
                  cell: (it) => format.rate(it.restocking_rate),
                  text: () => '',
                  isFigure: true,
                  onPhone: 'line',
                },
                {
                  key: 'worth',
                  title: t('returns.worth'),
                  cell: (it) => format.money(it.worth, currency),
                  text: () => '',
                  isFigure: true,
                  onPhone: 'side',
                },
              ]}
            />
          </Card>
        }
        aside={
          <>
            <Card title={t('screens.return')}>
              <Facts
                rows={[
                  [
                    t('screens.order'),
                    <Anchor component={Link} to={`/orders/${asked.order_id}`} key="order">
                      {order.data?.number ?? '…'}
                    </Anchor>,
                  ],
                  [t('returns.wants'), word('wants', asked.wants)],
                  [
                    t('returns.replacement'),
                    asked.replacement_id ? (
                      <Anchor component={Link} to={`/orders/${asked.replacement_id}`} key="replacement">
                        {t('quotes.seeOrder')}
                      </Anchor>
                    ) : null,
                  ],
                ]}
              />
            </Card>
            <CreditNotes notes={asked.credit_notes} currency={currency} />
          </>
        }
      />
    </Page>
  );
}
