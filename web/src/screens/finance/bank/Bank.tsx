import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';

import { AccountButton } from './AccountButton';
import { UploadButton } from './UploadButton';

type Statement = OfAccounting['StatementHead'];

/** The bank's statements: taken from files, one after the other, none missing in between. */
export default function Bank() {
  const { t } = useTranslation();
  const format = useFormat();
  const accounts = hooks.useQuery('get', '/api/accounting/v1/bank-accounts', { params: { query: { limit: 200 } } });
  const names = new Map((accounts.data?.items ?? []).map((it) => [it.id, it.name]));
  const nameOf = (it: Statement) => names.get(it.bank_account_id) ?? '';
  const columns: Column<Statement>[] = [
    { key: 'number', title: t('common.number'), cell: (it) => it.number, text: (it) => it.number, onPhone: 'title' },
    { key: 'account', title: t('bank.account'), cell: nameOf, text: nameOf, onPhone: 'line' },
    {
      key: 'closed',
      title: t('bank.closedOn'),
      cell: (it) => format.date(it.closed_on),
      text: (it) => it.closed_on,
      sort: 'closed_on',
      onPhone: 'line',
    },
    {
      key: 'follows',
      title: t('bank.sequence'),
      cell: (it) => (it.follows ? t('bank.follows') : <Badge color="orange">{t('bank.gap')}</Badge>),
      text: (it) => t(it.follows ? 'bank.follows' : 'bank.gap'),
    },
    {
      key: 'opening',
      title: t('bank.opening'),
      cell: (it) => format.money(it.opening_balance, it.currency),
      text: (it) => it.opening_balance,
      isFigure: true,
    },
    {
      key: 'closing',
      title: t('bank.closing'),
      cell: (it) => format.money(it.closing_balance, it.currency),
      text: (it) => it.closing_balance,
      isFigure: true,
      onPhone: 'side',
    },
  ];
  const filters: Filter[] = [
    {
      kind: 'choice',
      key: 'bank_account_id',
      label: t('bank.account'),
      options: [...names].map(([value, label]) => ({ value, label })),
    },
  ];
  return (
    <List
      id="bank-statements"
      title={t('screens.bank')}
      columns={columns}
      filters={filters}
      defaultSort="-closed_on"
      load={async ({ bank_account_id }, asked) => {
        const query = { ...asked, ...(bank_account_id ? { bank_account_id } : {}) };
        const { data } = await api.GET('/api/accounting/v1/bank-statements', { params: { query } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      rowPath={(it) => `/bank/${it.id}`}
      empty={{ title: t('bank.emptyTitle'), hint: t(names.size ? 'bank.emptyHint' : 'bank.noAccountHint') }}
      actions={
        <>
          <AccountButton />
          <UploadButton />
        </>
      }
    />
  );
}
