import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api } from '~/api/client';
import type { OfPricing } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { partnerText } from '~/ui/list/texts';
import { PartnerName } from '~/ui/Name';

import { Validity } from '../shared/Names';
import { today } from '../shared/scope';

type Contract = OfPricing['ContractOut'];

/** What was agreed with one customer: it comes before every list. */
export default function Contracts() {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const rules = (it: Contract) => t(it.takes_rules ? 'contracts.takesRules' : 'contracts.net');
  const columns: Column<Contract>[] = [
    {
      key: 'code',
      title: t('pricing.code'),
      cell: (it) => it.code,
      text: (it) => it.code,
      sort: 'code',
      onPhone: 'title',
    },
    { key: 'name', title: t('pricing.name'), cell: (it) => it.name, text: (it) => it.name, onPhone: 'line' },
    {
      key: 'customer',
      title: t('common.customer'),
      cell: (it) => <PartnerName id={it.customer_id} />,
      text: (it) => partnerText(it.customer_id),
      onPhone: 'line',
    },
    {
      key: 'validity',
      title: t('pricing.validity'),
      cell: (it) => <Validity from={it.effective_from} until={it.effective_until} />,
      text: (it) => `${it.effective_from} ${it.effective_until ?? ''}`,
      onPhone: 'line',
    },
    { key: 'currency', title: t('pricing.currency'), cell: (it) => it.currency, text: (it) => it.currency },
    { key: 'rules', title: t('contracts.takesRules'), cell: rules, text: rules },
  ];
  const day = today();
  const filters: Filter[] = [
    { kind: 'partner', key: 'customer_id', label: t('common.customer'), side: 'customer' },
    {
      kind: 'choice',
      key: 'on',
      label: t('pricing.validity'),
      options: [{ value: day, label: t('priceRules.heldOn', { date: format.date(day) }) }],
    },
  ];
  return (
    <List
      id="contracts"
      title={t('screens.contracts')}
      columns={columns}
      filters={filters}
      defaultSort="code"
      load={async ({ customer_id, on }, asked) => {
        const query = { ...asked, ...(customer_id ? { customer_id } : {}), ...(on ? { on } : {}) };
        return (await api.GET('/api/pricing/v1/contracts', { params: { query } })).data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      rowPath={(it) => `/contracts/${it.id}`}
      empty={{ title: t('contracts.emptyTitle'), hint: t('contracts.emptyHint') }}
      actions={
        may('pricing.contracts.write') ? (
          <Button component={Link} to="/contracts/new" leftSection={<IconPlus size={15} />}>
            {t('contracts.new')}
          </Button>
        ) : null
      }
    />
  );
}
