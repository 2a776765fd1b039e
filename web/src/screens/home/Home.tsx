import { Button, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { hooks } from '~/api/client';
import { useMay, usePerson } from '~/auth/usePerson';
import { ApprovalCard } from '~/screens/approvals/ApprovalCard';
import { useDecide } from '~/screens/approvals/decide';
import { useInbox } from '~/screens/approvals/inbox';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Table } from '~/ui/list/Table';
import { Columns, Page } from '~/ui/Page';
import { StatusBadge } from '~/ui/StatusBadge';

import { CompanyMissing } from './CompanyMissing';
import { KeyFigures } from './KeyFigures';
import { Wrong } from './Wrong';

const SHOWN = 4;

/** What waits for the person, what is wrong, and how it goes: by what he may see. */
export default function Home() {
  const { t } = useTranslation();
  const me = usePerson();
  const may = useMay();
  const firstName = me.name.split(' ').at(-1) ?? me.name;
  return (
    <Page title={t('home.hello', { name: firstName })}>
      <Stack gap="md">
        {may('reporting.margins.read') ? <KeyFigures /> : null}
        <Columns
          main={
            <>
              {may('accounting.company.write') ? <CompanyMissing /> : null}
              <Waiting />
              {may('sales.orders.read') ? <LatestOrders /> : null}
            </>
          }
          aside={<Wrong />}
        />
      </Stack>
    </Page>
  );
}

function Waiting() {
  const { t } = useTranslation();
  const { items, isPending } = useInbox('pending', true);
  const decide = useDecide();
  return (
    <Card
      title={t('home.waits')}
      side={
        items.length > SHOWN ? (
          <Button component={Link} to="/approvals" variant="subtle">
            {t('home.seeAll')} ({items.length})
          </Button>
        ) : null
      }
    >
      {items.length === 0 && !isPending ? <Text c="dimmed">{t('home.nothingWaits')}</Text> : null}
      <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
        {items.slice(0, SHOWN).map((approval, position) => (
          <ApprovalCard
            key={approval.id}
            approval={approval}
            position={position}
            isCurrent={false}
            isChosen={false}
            onDecide={(decision) => {
              if (decision === 'approve') decide.mutate({ approval, decision, comment: '' });
            }}
          />
        ))}
      </Stack>
    </Card>
  );
}

function LatestOrders() {
  const { t } = useTranslation();
  const format = useFormat();
  const orders = hooks.useQuery('get', '/api/sales/v1/orders', {
    params: { query: { sort: '-created_at', limit: 8 } },
  });
  return (
    <Card
      title={t('home.latest')}
      isFlush
      side={
        <Button component={Link} to="/orders" variant="subtle">
          {t('home.seeAll')}
        </Button>
      }
    >
      <Table
        label={t('home.latest')}
        rows={orders.data?.items ?? []}
        rowKey={(it) => it.id}
        rowPath={(it) => `/orders/${it.id}`}
        columns={[
          {
            key: 'customer',
            title: t('common.customer'),
            cell: (it) => it.customer_name ?? '–',
            text: () => '',
            onPhone: 'title',
          },
          { key: 'number', title: t('common.number'), cell: (it) => it.number, text: () => '', onPhone: 'line' },
          { key: 'date', title: t('common.date'), cell: (it) => format.date(it.ordered_on), text: () => '' },
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
            cell: (it) => format.money(it.net, it.currency),
            text: () => '',
            isFigure: true,
            onPhone: 'side',
          },
        ]}
      />
    </Card>
  );
}
