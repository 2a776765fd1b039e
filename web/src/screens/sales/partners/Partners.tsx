import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfCatalog } from '~/api/schemas';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';

import { NewPartnerButton } from './NewPartnerButton';

type Partner = OfCatalog['PartnerOut'];

/** The records of all customers and suppliers, for who keeps them. */
export default function Partners() {
  const { t } = useTranslation();
  const sides = (it: Partner) =>
    [it.is_customer ? t('common.customer') : '', it.is_supplier ? t('common.supplier') : ''].filter(Boolean).join(', ');
  const columns: Column<Partner>[] = [
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
      onPhone: 'side',
    },
    { key: 'side', title: t('partner.side'), cell: sides, text: sides, onPhone: 'line' },
    { key: 'siren', title: 'SIREN', cell: (it) => it.siren, text: (it) => it.siren },
    { key: 'vat', title: t('partner.vat'), cell: (it) => it.vat_id, text: (it) => it.vat_id },
    {
      key: 'city',
      title: t('customers.city'),
      cell: (it) => it.addresses[0]?.city,
      text: (it) => it.addresses[0]?.city,
      onPhone: 'line',
    },
    { key: 'email', title: 'E-mail', cell: (it) => it.email, text: (it) => it.email },
    {
      key: 'active',
      title: t('common.status'),
      cell: (it) => (it.is_active ? null : <Badge color="gray">{t('partner.inactive')}</Badge>),
      text: (it) => (it.is_active ? '' : t('partner.inactive')),
    },
  ];
  const filters: Filter[] = [
    { kind: 'search', key: 'q', label: t('customers.search') },
    { kind: 'tick', key: 'is_customer', label: t('common.customer') },
    { kind: 'tick', key: 'is_supplier', label: t('common.supplier') },
    { kind: 'tick', key: 'is_active', label: t('customers.active') },
  ];
  return (
    <List
      id="partners"
      title={t('screens.partners')}
      columns={columns}
      filters={filters}
      defaultSort="name"
      load={async ({ q, ...ticks }, asked) => {
        const ticked = Object.fromEntries(Object.keys(ticks).map((key) => [key, true]));
        const { data } = await api.GET('/api/catalog/v1/partners', { params: { query: { ...asked, q, ...ticked } } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      rowPath={(it) => `/partners/${it.id}/edit`}
      empty={{ title: t('partner.emptyTitle'), hint: t('partner.emptyHint') }}
      actions={
        <>
          <NewPartnerButton side="supplier" />
          <NewPartnerButton side="customer" />
        </>
      }
    />
  );
}
