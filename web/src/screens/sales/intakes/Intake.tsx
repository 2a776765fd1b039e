import { Alert, Button, Progress, Text } from '@mantine/core';
import { IconChecks } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { Table } from '~/ui/list/Table';
import { PartnerName } from '~/ui/Name';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { StatusBadge } from '~/ui/StatusBadge';
import { Trouble } from '~/ui/Trouble';
import { useAct } from '~/ui/useAct';

const AT_ONCE = 200; // of faults, and of orders
const LOOK_MS = 1500; // while orders are written

/** One file of orders: all its faults, and what was taken of it. */
export default function Intake() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const params = { path: { intake_id: id } };
  const query = hooks.useQuery('get', '/api/sales/v1/order-intakes/{intake_id}', { params });
  useDocumentName(query.data?.name);
  if (query.error) {
    return <PageTrouble title={t('screens.intake')} error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (!query.data) return <PageSkeleton />;
  return <Checked intake={query.data} />;
}

function Checked({ intake }: { intake: OfSales['IntakeHead'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const params = { path: { intake_id: intake.id } };
  const hasFaults = intake.fault_count > 0;
  const take = useAct({
    act: () =>
      api.POST('/api/sales/v1/order-intakes/{intake_id}/import', {
        params,
        body: { mode: hasFaults ? 'each' : 'all' },
      }),
    done: () => t('intakes.taken', { count: intake.order_count }),
  });
  const orders = hooks.useQuery(
    'get',
    '/api/sales/v1/order-intakes/{intake_id}/orders',
    { params: { ...params, query: { limit: AT_ONCE } } },
    { refetchInterval: take.isPending ? LOOK_MS : false },
  );
  const taken = orders.data?.items ?? [];
  const isChecked = intake.status === 'checked';
  return (
    <Page
      title={intake.name || t('screens.intake')}
      badges={<StatusBadge list="intakeStatus" value={intake.status} />}
      note={format.time(intake.created_at)}
      actions={
        isChecked && intake.order_count > 0 && may('sales.orders.write') ? (
          <Button
            size="sm"
            leftSection={<IconChecks size={16} />}
            loading={take.isPending}
            onClick={() => take.mutate()}
          >
            {t(hasFaults ? 'intakes.takeGood' : 'intakes.takeAll', { count: intake.order_count })}
          </Button>
        ) : null
      }
    >
      {take.error ? <Trouble error={take.error} /> : null}
      {take.isPending ? (
        <Progress
          mb="md"
          animated
          aria-label={t('intakes.progress')}
          value={(100 * taken.length) / Math.max(1, Math.min(intake.order_count, AT_ONCE))}
        />
      ) : null}
      {isChecked && hasFaults ? (
        <Alert color="orange" mb="md" title={t('intakes.someWrong', { count: intake.fault_count })}>
          {t('intakes.someWrongHint')}
        </Alert>
      ) : null}
      <Columns
        main={
          <>
            {hasFaults ? <Faults intake={intake.id} /> : null}
            {taken.length > 0 ? <Taken orders={taken} /> : null}
            {!hasFaults && taken.length === 0 ? (
              <Card>
                <Text>{t('intakes.allGood')}</Text>
              </Card>
            ) : null}
          </>
        }
        aside={
          <Card title={t('screens.intake')}>
            <Facts
              rows={[
                [t('intakes.rows'), format.number(intake.row_count)],
                [t('intakes.orders'), format.number(intake.order_count)],
                [t('intakes.faults'), format.number(intake.fault_count)],
                [t('common.net'), <b key="net">{format.money(intake.net)}</b>],
                [t('intakes.importedAt'), intake.imported_at && format.time(intake.imported_at)],
              ]}
            />
          </Card>
        }
      />
    </Page>
  );
}

function Faults({ intake }: { intake: string }) {
  const { t, i18n } = useTranslation();
  const word = useWord();
  const format = useFormat();
  const { data } = hooks.useQuery('get', '/api/sales/v1/order-intakes/{intake_id}/faults', {
    params: { path: { intake_id: intake }, query: { limit: AT_ONCE } },
  });
  const said = ({ rule, detail }: { rule: string; detail: string }) => {
    if (i18n.language === 'en') return detail; // as the service says it
    const told = word('intakeFault', rule);
    return told === rule ? detail : told;
  };
  return (
    <Card title={t('intakes.faults')} isFlush>
      <Table
        label={t('intakes.faults')}
        rows={data?.items ?? []}
        rowKey={(it) => `${it.row}.${it.column}.${it.rule}`}
        columns={[
          {
            key: 'row',
            title: t('intakes.row'),
            cell: (it) => format.number(it.row),
            text: () => '',
            isFigure: true,
            onPhone: 'side',
          },
          {
            key: 'column',
            title: t('intakes.column'),
            cell: (it) => word('intakeColumn', it.column),
            text: () => '',
            onPhone: 'line',
          },
          {
            key: 'detail',
            title: t('intakes.what'),
            cell: (it) => <span style={{ whiteSpace: 'normal' }}>{said(it)}</span>,
            text: () => '',
            onPhone: 'title',
          },
        ]}
      />
    </Card>
  );
}

function Taken({ orders }: { orders: OfSales['ImportedOrderOut'][] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Card title={t('intakes.made')} isFlush>
      <Table
        label={t('intakes.made')}
        rows={orders}
        rowKey={(it) => it.id}
        rowPath={(it) => `/orders/${it.id}`}
        columns={[
          { key: 'number', title: t('common.number'), cell: (it) => it.number, text: () => '', onPhone: 'title' },
          {
            key: 'customer',
            title: t('common.customer'),
            cell: (it) => <PartnerName id={it.customer_id} />,
            text: () => '',
            onPhone: 'line',
          },
          { key: 'reference', title: t('orders.reference'), cell: (it) => it.customer_reference, text: () => '' },
          {
            key: 'status',
            title: t('common.status'),
            cell: (it) => <StatusBadge list="orderStatus" value={it.status} />,
            text: () => '',
            onPhone: 'line',
          },
          {
            key: 'net',
            title: t('common.net'),
            cell: (it) => format.number(it.net, 2),
            text: () => '',
            isFigure: true,
            onPhone: 'side',
          },
        ]}
      />
    </Card>
  );
}
