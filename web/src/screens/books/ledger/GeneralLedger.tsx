import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';

import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { dayAfter, isDay, today } from '~/ui/days';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { PaperButton } from '~/ui/PaperButton';

import { useAccounts } from './useAccounts';

type Line = OfAccounting['LedgerLineOut'];

const FIRST_DAY = '1990-01-01'; // before any books

/** One account, line by line, with its balance after each. */
export default function GeneralLedger() {
  const { t } = useTranslation();
  const format = useFormat();
  const accounts = useAccounts();
  const [search] = useSearchParams();
  const [asked, since, last] = ['account', 'from', 'to'].map((key) => search.get(key) ?? '');
  const from = isDay(since ?? '') ? (since ?? '') : FIRST_DAY;
  const until = dayAfter(isDay(last ?? '') ? (last ?? '') : today());
  const side = (value: string) => (Number(value) ? format.money(value) : '');
  const columns: Column<Line>[] = [
    {
      key: 'posted',
      title: t('ledger.postedOn'),
      cell: (it) => format.date(it.posted_on),
      text: (it) => it.posted_on,
      sort: 'posted_on',
      onPhone: 'line',
    },
    { key: 'number', title: t('ledger.entry'), cell: (it) => it.number, text: (it) => it.number, onPhone: 'line' },
    { key: 'label', title: t('ledger.label'), cell: (it) => it.label, text: (it) => it.label, onPhone: 'title' },
    {
      key: 'document',
      title: t('ledger.document'),
      cell: (it) => it.document_number || '–',
      text: (it) => it.document_number,
    },
    {
      key: 'partner',
      title: t('ledger.partner'),
      cell: (it) =>
        it.partner_id ? (
          <Anchor component={Link} to={`/partner-ledger?partner_id=${it.partner_id}`} size="md" underline="always">
            {it.partner ?? t('ledger.partner')}
          </Anchor>
        ) : (
          '–'
        ),
      text: (it) => it.partner,
    },
    {
      key: 'debit',
      title: t('ledger.debit'),
      cell: (it) => side(it.debit),
      text: (it) => it.debit,
      isFigure: true,
      onPhone: 'line',
    },
    {
      key: 'credit',
      title: t('ledger.credit'),
      cell: (it) => side(it.credit),
      text: (it) => it.credit,
      isFigure: true,
      onPhone: 'line',
    },
    {
      key: 'balance',
      title: t('ledger.balance'),
      cell: (it) => <b>{format.money(it.balance)}</b>,
      text: (it) => it.balance,
      isFigure: true,
      onPhone: 'side',
    },
  ];
  const filters: Filter[] = [
    { kind: 'choice', key: 'account', label: t('ledger.account'), options: accounts },
    { kind: 'day', key: 'from', label: t('ledger.from') },
    { kind: 'day', key: 'to', label: t('ledger.to') },
  ];
  return (
    <List
      id="general-ledger"
      title={t('screens.generalLedger')}
      columns={columns}
      filters={filters}
      defaultSort="posted_on"
      load={async ({ account }, page) => {
        if (!account) return { items: [] };
        const { data } = await api.GET('/api/accounting/v1/general-ledger/{account}', {
          params: { path: { account }, query: { ...page, from, until } },
        });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.line_id}
      rowPath={(it) => `/journals/${it.entry_id}`}
      actions={
        <PaperButton
          name="general-ledger.csv"
          label={t('ledger.wholeLedger')}
          load={() =>
            api.GET('/api/accounting/v1/general-ledger.csv', {
              params: { query: { from, until, ...(asked ? { account: asked } : {}) } },
              parseAs: 'blob',
            })
          }
        />
      }
      empty={{ title: t('ledger.chooseAccount'), hint: t('ledger.chooseAccountHint') }}
    />
  );
}
