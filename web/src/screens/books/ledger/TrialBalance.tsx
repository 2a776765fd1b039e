import { Badge, Group, SimpleGrid, Text, TextInput } from '@mantine/core';
import { keepPreviousData } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { api, hooks } from '~/api/client';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { isDay } from '~/ui/days';
import { Empty } from '~/ui/Empty';
import { Figure } from '~/ui/Figure';
import { Table } from '~/ui/list/Table';
import { Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { PaperButton } from '~/ui/PaperButton';

import { byClass, type AccountClass } from './classes';
import { ledgerPath } from './entries';

/** What every account holds on a day, by class; each leads to its lines. */
export default function TrialBalance() {
  const { t } = useTranslation();
  const format = useFormat();
  const [search, setSearch] = useSearchParams();
  const since = search.get('since') ?? '';
  const on = search.get('on') ?? '';
  const query = { ...(isDay(since) ? { since } : {}), ...(isDay(on) ? { on } : {}) };
  const found = hooks.useQuery(
    'get',
    '/api/accounting/v1/trial-balance',
    { params: { query } },
    { placeholderData: keepPreviousData },
  );
  const { data: balance, error } = found;
  const change = (key: string, value: string) =>
    setSearch(
      (before) => {
        if (value) before.set(key, value);
        else before.delete(key);
        return before;
      },
      { replace: true },
    );
  if (error)
    return <PageTrouble title={t('screens.trialBalance')} error={error} onRetry={() => void found.refetch()} />;
  if (!balance) return <PageSkeleton />;
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
        <Badge color={balance.debit === balance.credit ? 'green' : 'red'}>
          {t(balance.debit === balance.credit ? 'ledger.balanced' : 'ledger.unbalanced')}
        </Badge>
      }
      actions={
        <>
          {(['since', 'on'] as const).map((key) => (
            <Group key={key} gap={6} wrap="nowrap" component="label">
              <Text size="sm" c="dimmed">
                {t(key === 'since' ? 'ledger.from' : 'ledger.to')}
              </Text>
              <TextInput
                type="date"
                value={key === 'since' ? since : on}
                onChange={(event) => change(key, event.currentTarget.value)}
              />
            </Group>
          ))}
          <PaperButton {...file('csv')} />
          <PaperButton {...file('xlsx')} />
        </>
      }
    >
      {balance.accounts.length === 0 ? (
        <Empty title={t('ledger.emptyTitle')} hint={t('ledger.emptyHint')} />
      ) : (
        <>
          <SimpleGrid cols={{ base: 2, sm: 3 }} mb="md">
            <Figure name={t('ledger.totalDebit')} value={format.money(balance.debit)} />
            <Figure name={t('ledger.totalCredit')} value={format.money(balance.credit)} />
            <Figure name={t('ledger.accounts')} value={format.number(balance.accounts.length)} />
          </SimpleGrid>
          <Group gap="md" align="stretch">
            {byClass(balance.accounts).map((each) => (
              <ClassCard key={each.code} of={each} since={since} on={on} />
            ))}
          </Group>
        </>
      )}
    </Page>
  );
}

function ClassCard({ of, since, on }: { of: AccountClass; since: string; on: string }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const name = (it: { name_fr: string; name_en: string }) => (i18n.language === 'fr' ? it.name_fr : it.name_en);
  const figure = (key: 'opening' | 'debit' | 'credit' | 'balance', phone?: 'line' | 'side') => ({
    key,
    title: `${t(`ledger.${key}`)} · ${format.money(of[key])}`,
    cell: (it: (typeof of.accounts)[number]) => (Number(it[key]) ? format.money(it[key]) : '–'),
    text: () => '',
    isFigure: true as const,
    ...(phone ? { onPhone: phone } : {}),
  });
  const title = `${of.code} · ${word('accountClass', of.code)}`;
  return (
    <div style={{ width: '100%' }}>
      <Card title={title} side={<Text fw={600}>{format.money(of.balance)}</Text>} isFlush>
        <Table
          label={title}
          rows={of.accounts}
          rowKey={(it) => it.account}
          rowPath={(it) => ledgerPath(it.account, since, on)}
          columns={[
            {
              key: 'account',
              title: t('ledger.account'),
              cell: (it) => `${it.account} ${name(it)}`,
              text: () => '',
              onPhone: 'title',
            },
            figure('opening'),
            figure('debit', 'line'),
            figure('credit', 'line'),
            figure('balance', 'side'),
          ]}
        />
      </Card>
    </div>
  );
}
