import { Anchor, Badge, SimpleGrid } from '@mantine/core';
import { keepPreviousData } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api, hooks } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { isDay } from '~/ui/days';
import { Empty } from '~/ui/Empty';
import { Figure } from '~/ui/Figure';
import { DayField } from '~/ui/form/DayField';
import type { Column } from '~/ui/list/column';
import { Table } from '~/ui/list/Table';
import { Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { PaperButton } from '~/ui/PaperButton';
import { useAddress } from '~/ui/useAddress';

import { withClasses, type BalanceRow } from './classes';
import { ledgerPath } from './entries';

/** What every account holds on a day, under its class; each leads to its lines. */
export default function TrialBalance() {
  const { t } = useTranslation();
  const format = useFormat();
  const { read, write } = useAddress();
  const [since, on] = [read('since'), read('on')];
  const query = { ...(isDay(since) ? { since } : {}), ...(isDay(on) ? { on } : {}) };
  const found = hooks.useQuery(
    'get',
    '/api/accounting/v1/trial-balance',
    { params: { query } },
    { placeholderData: keepPreviousData },
  );
  const { data: balance, error } = found;
  if (error)
    return <PageTrouble title={t('screens.trialBalance')} error={error} onRetry={() => void found.refetch()} />;
  if (!balance) return <PageSkeleton />;
  const isBalanced = balance.debit === balance.credit;
  const file = (form: 'csv' | 'xlsx') => ({
    name: `trial-balance.${form}`,
    label: form.toUpperCase(),
    load: () =>
      api.GET('/api/accounting/v1/trial-balance/{form}', { params: { path: { form }, query }, parseAs: 'blob' }),
  });
  return (
    <Page
      title={t('screens.trialBalance')}
      note={t('ledger.balanceNote')}
      badges={
        <Badge color={isBalanced ? 'green' : 'red'}>{t(isBalanced ? 'ledger.balanced' : 'ledger.unbalanced')}</Badge>
      }
      actions={
        <>
          <DayField label={t('ledger.from')} value={since} onChange={(day) => write('since', day)} />
          <DayField label={t('ledger.to')} value={on} onChange={(day) => write('on', day)} />
          <PaperButton {...file('csv')} />
          <PaperButton {...file('xlsx')} />
        </>
      }
    >
      {balance.accounts.length === 0 ? (
        <Empty title={t('ledger.emptyTitle')} hint={t('ledger.emptyHint')} />
      ) : (
        <>
          <SimpleGrid cols={{ base: 1, xs: 3 }} mb="md">
            <Figure name={t('ledger.totalDebit')} value={format.money(balance.debit)} />
            <Figure name={t('ledger.totalCredit')} value={format.money(balance.credit)} />
            <Figure name={t('ledger.accounts')} value={format.number(balance.accounts.length)} />
          </SimpleGrid>
          <Balances accounts={balance.accounts} since={since} on={on} />
        </>
      )}
    </Page>
  );
}

interface Props {
  accounts: readonly OfAccounting['BalanceOut'][];
  since: string;
  on: string;
}

function Balances({ accounts, since, on }: Props) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const name = (it: BalanceRow) =>
    it.isClass ? `${it.account} ${word('accountClass', it.account)}` : i18n.language === 'fr' ? it.name_fr : it.name_en;
  const figure = (key: 'opening' | 'debit' | 'credit' | 'balance', phone?: 'line' | 'side'): Column<BalanceRow> => ({
    key,
    title: t(`ledger.${key}`),
    cell: (it) => {
      const shown = Number(it[key]) ? format.money(it[key]) : '–';
      return it.isClass ? <b>{shown}</b> : shown;
    },
    text: (it) => it[key],
    isFigure: true,
    ...(phone ? { onPhone: phone } : {}),
  });
  return (
    <Card isFlush>
      <Table
        label={t('screens.trialBalance')}
        rows={withClasses(accounts)}
        rowKey={(it) => it.account}
        columns={[
          {
            key: 'account',
            title: t('ledger.account'),
            cell: (it) =>
              it.isClass ? (
                <b>{name(it)}</b>
              ) : (
                <Anchor component={Link} to={ledgerPath(it.account, since, on)} size="md" c="inherit" ps="md">
                  {it.account} {name(it)}
                </Anchor>
              ),
            text: name,
            onPhone: 'title',
          },
          figure('opening'),
          figure('debit', 'line'),
          figure('credit', 'line'),
          figure('balance', 'side'),
        ]}
      />
    </Card>
  );
}
