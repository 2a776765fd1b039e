import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfCatalog } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';

import { NewPartnerButton } from '../partners/NewPartnerButton';

type Customer = OfCatalog['PartnerOut'];

export default function Customers() {
  const { t } = useTranslation();
  const format = useFormat();
  const city = (it: Customer) => it.addresses[0]?.city ?? '';
  const columns: Column<Customer>[] = [
    {
      key: 'name',
      title: t('customers.name'),
      cell: (it) => it.name,
      text: (it) => it.name,
      sort: 'name',
      onPhone: 'title',
    },
    {
      key: 'code',
      title: t('customers.code'),
      cell: (it) => it.code,
      text: (it) => it.code,
      sort: 'code',
      onPhone: 'line',
    },
    { key: 'city', title: t('customers.city'), cell: city, text: city },
    {
      key: 'segment',
      title: t('customers.segment'),
      cell: (it) => it.segment,
      text: (it) => it.segment,
      onPhone: 'line',
    },
    {
      key: 'salesperson',
      title: t('customers.salesperson'),
      cell: (it) => it.salesperson,
      text: (it) => it.salesperson,
    },
    { key: 'channel', title: t('customers.channel'), cell: (it) => it.channel, text: (it) => it.channel },
    {
      key: 'terms',
      title: t('customers.terms'),
      cell: (it) => it.payment_terms_code ?? t('customers.days', { days: it.payment_days }),
      text: (it) => it.payment_terms_code ?? String(it.payment_days),
    },
    { key: 'siren', title: 'SIREN', cell: (it) => it.siren, text: (it) => it.siren, isHidden: true },
    { key: 'email', title: 'E-mail', cell: (it) => it.email, text: (it) => it.email, isHidden: true },
    {
      key: 'hold',
      title: t('orders.hold'),
      cell: (it) => (it.is_on_credit_hold ? <Badge color="red">{t('customers.onHold')}</Badge> : null),
      text: (it) => (it.is_on_credit_hold ? t('list.yes') : ''),
    },
    {
      key: 'limit',
      title: t('customers.creditLimit'),
      cell: (it) => format.money(it.credit_limit, it.currency),
      text: (it) => it.credit_limit,
      isFigure: true,
      onPhone: 'side',
    },
  ];
  const filters: Filter[] = [
    { kind: 'search', key: 'q', label: t('customers.search') },
    { kind: 'tick', key: 'is_active', label: t('customers.active') },
  ];
  return (
    <List
      id="customers"
      title={t('screens.customers')}
      columns={columns}
      filters={filters}
      defaultSort="name"
      load={async ({ q, is_active }, asked) => {
        const query = { ...asked, q, is_customer: true, is_active: is_active === 'true' ? true : undefined };
        const { data } = await api.GET('/api/catalog/v1/partners', { params: { query } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      rowPath={(it) => `/customers/${it.id}`}
      actions={<NewPartnerButton side="customer" />}
      empty={{ title: t('customers.emptyTitle'), hint: t('customers.emptyHint') }}
    />
  );
}
