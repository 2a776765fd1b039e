import { Badge, Button, Progress, Text } from '@mantine/core';
import { IconCalculator, IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import { hooks } from '~/api/client';
import type { OfCatalog } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Changes } from '~/screens/stock/products/Changes';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { Table } from '~/ui/list/Table';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { StatusBadge } from '~/ui/StatusBadge';

import { EditPartnerButton } from '../partners/EditPartnerButton';
import { StatementPaper } from './StatementPaper';
import { UsualDelivery } from './UsualDelivery';

type Partner = OfCatalog['PartnerOut'];

export default function Customer() {
  const { t } = useTranslation();
  const may = useMay();
  const { id = '' } = useParams();
  const params = { path: { partner_id: id } };
  const query = hooks.useQuery('get', '/api/catalog/v1/partners/{partner_id}', { params });
  const { data: customer, error } = query;
  useDocumentName(customer?.name);
  if (error) return <PageTrouble title={t('screens.customer')} error={error} onRetry={() => void query.refetch()} />;
  if (!customer) return <PageSkeleton />;
  return (
    <Page
      title={customer.name}
      badges={customer.is_on_credit_hold ? <Badge color="red">{t('customers.onHold')}</Badge> : null}
      note={[customer.code, customer.segment, customer.salesperson].filter(Boolean).join(' · ')}
      actions={
        <>
          <StatementPaper id={id} code={customer.code} />
          <EditPartnerButton id={id} />
          {may('pricing.quotes.read') ? (
            <Button
              component={Link}
              to={`/prices?customer=${id}`}
              size="sm"
              variant="default"
              leftSection={<IconCalculator size={16} />}
            >
              {t('customers.checkPrice')}
            </Button>
          ) : null}
          {may('identity.team.manage') ? (
            <Button
              component={Link}
              to={`/users/of/${id}`}
              size="sm"
              variant="default"
              leftSection={<IconUsers size={16} />}
            >
              {t('customers.portalUsers')}
            </Button>
          ) : null}
        </>
      }
    >
      <Columns
        main={
          <>
            {may('sales.orders.read') ? <LatestOrders id={id} /> : null}
            {may('accounting.invoices.read') ? <OpenInvoices id={id} /> : null}
          </>
        }
        aside={
          <>
            {may('accounting.credit.read') ? <Credit id={id} currency={customer.currency} /> : null}
            {may('sales.orders.read') ? <UsualDelivery customer={id} /> : null}
            <Contact customer={customer} />
            <Changes entity="partner" id={id} />
          </>
        }
      />
    </Page>
  );
}

function LatestOrders({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const params = { query: { customer_id: id, sort: '-created_at', limit: 8 } };
  const orders = hooks.useQuery('get', '/api/sales/v1/orders', { params });
  const items = orders.data?.items ?? [];
  return (
    <Card
      title={t('customers.orders')}
      isFlush
      side={
        <Button component={Link} to={`/orders?customer_id=${id}`} variant="subtle">
          {t('customers.seeOrders')}
        </Button>
      }
    >
      {orders.isSuccess && items.length === 0 ? (
        <Text c="dimmed" px="md" pb="md">
          {t('customers.noOrders')}
        </Text>
      ) : (
        <Table
          label={t('customers.orders')}
          rows={items}
          rowKey={(it) => it.id}
          rowPath={(it) => `/orders/${it.id}`}
          columns={[
            { key: 'number', title: t('common.number'), cell: (it) => it.number, text: () => '', onPhone: 'title' },
            {
              key: 'date',
              title: t('common.date'),
              cell: (it) => format.date(it.ordered_on),
              text: () => '',
              onPhone: 'line',
            },
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
      )}
    </Card>
  );
}

function OpenInvoices({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const params = { query: { customer_id: id, open_only: true, limit: 20 } };
  const invoices = hooks.useQuery('get', '/api/accounting/v1/invoices', { params });
  const items = invoices.data?.items ?? [];
  return (
    <Card title={t('customers.invoices')} isFlush>
      {invoices.isSuccess && items.length === 0 ? (
        <Text c="dimmed" px="md" pb="md">
          {t('customers.noInvoices')}
        </Text>
      ) : (
        <Table
          label={t('customers.invoices')}
          rows={items}
          rowKey={(it) => it.id}
          columns={[
            { key: 'number', title: t('common.number'), cell: (it) => it.number, text: () => '', onPhone: 'title' },
            { key: 'date', title: t('common.date'), cell: (it) => format.date(it.issued_on), text: () => '' },
            {
              key: 'due',
              title: t('customers.dueOn'),
              cell: (it) => format.date(it.due_on),
              text: () => '',
              onPhone: 'line',
            },
            {
              key: 'gross',
              title: t('common.gross'),
              cell: (it) => format.money(it.gross_amount, it.currency),
              text: () => '',
              isFigure: true,
            },
            {
              key: 'open',
              title: t('customers.open'),
              cell: (it) => format.money(it.open_amount, it.currency),
              text: () => '',
              isFigure: true,
              onPhone: 'side',
            },
          ]}
        />
      )}
    </Card>
  );
}

function Credit({ id, currency }: { id: string; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: credit } = hooks.useQuery('get', '/api/accounting/v1/credit/{partner_id}', {
    params: { path: { partner_id: id } },
  });
  if (!credit) return null;
  const used = credit.limit && Number(credit.limit) > 0 ? Number(credit.exposure) / Number(credit.limit) : null; // for the bar alone
  return (
    <Card title={t('customers.credit')}>
      {used === null ? null : (
        <>
          <Progress
            value={Math.min(used, 1) * 100}
            color={used > 0.9 ? 'red' : 'indigo'}
            aria-label={t('customers.credit')}
            my={6}
          />
          <Text size="sm" c="dimmed" mb={4}>
            {t('customers.used', { rate: format.rate(used) })}
          </Text>
        </>
      )}
      <Facts
        rows={[
          [t('orders.limit'), credit.limit ? format.money(credit.limit, currency) : t('customers.unlimited')],
          [t('customers.exposure'), format.money(credit.exposure, currency)],
          [t('customers.overdue'), Number(credit.overdue) > 0 ? format.money(credit.overdue, currency) : null],
          [t('customers.available'), credit.passing_amount && format.money(credit.passing_amount, currency)],
        ]}
      />
    </Card>
  );
}

function Contact({ customer }: { customer: Partner }) {
  const { t } = useTranslation();
  const address = customer.addresses[0];
  return (
    <Card title={t('customers.contact')}>
      <Facts
        rows={[
          ['SIREN', customer.siren],
          ['TVA', customer.vat_id],
          ['E-mail', customer.email],
          [t('customers.terms'), customer.payment_terms_code ?? t('customers.days', { days: customer.payment_days })],
          [t('customers.channel'), customer.channel],
          [
            t('customers.city'),
            address
              ? [address.line1, address.postal_code, address.city, address.country].filter(Boolean).join(', ')
              : null,
          ],
        ]}
      />
      {customer.contacts.map((contact) => (
        <Text size="sm" key={contact.name}>
          {[contact.name, contact.role, contact.phone, contact.email].filter(Boolean).join(' · ')}
        </Text>
      ))}
    </Card>
  );
}
