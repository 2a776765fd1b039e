import { Button, Checkbox, Select, Stack, Text, TextInput } from '@mantine/core';
import { keepPreviousData } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api, hooks } from '~/api/client';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Choice } from '~/ui/Choice';
import { today } from '~/ui/days';
import { sumOf } from '~/ui/decimals';
import { Empty } from '~/ui/Empty';
import { Facts } from '~/ui/Facts';
import { faultOf } from '~/ui/form/faults';
import { Columns, Page } from '~/ui/Page';
import { Trouble } from '~/ui/Trouble';
import { useAct } from '~/ui/useAct';
import { useAddress } from '~/ui/useAddress';

import { LeftOut } from '../LeftOut';
import { Orders } from './Orders';
import { chosenDocuments, keyOf, type Order } from './orders';

type Kind = 'transfer' | 'direct-debit';

/** What a run would pay, looked through, then made. `?document=`: that one alone. */
export default function NewRun() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const navigate = useNavigate();
  const { read } = useAddress();
  const only = read('document');
  const [asked, setAsked] = useState({
    kind: 'transfer' as Kind,
    execute_on: today(),
    due_until: '',
    take_discounts: true,
    refunds: false,
  });
  const [account, setAccount] = useState('');
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set());
  const set = (part: Partial<typeof asked>) => setAsked((before) => ({ ...before, ...part }));
  const accounts = hooks.useQuery('get', '/api/accounting/v1/bank-accounts', { params: { query: { limit: 200 } } });
  const euros = (accounts.data?.items ?? []).filter((it) => it.currency === 'EUR');
  const from = account || (euros[0]?.id ?? '');
  const body = {
    ...asked,
    scheme: 'CORE' as const,
    due_until: asked.due_until || null,
    document_ids: only ? [only] : [],
  };
  const plan = hooks.useQuery(
    'post',
    '/api/accounting/v1/payment-runs/propose',
    { body },
    { enabled: asked.execute_on !== '', placeholderData: keepPreviousData },
  );
  const orders = plan.data?.orders ?? [];
  const chosen = orders.filter((order) => !leftOut.has(keyOf(order)));
  const make = useAct({
    act: async () => {
      const { data } = await api.POST('/api/accounting/v1/payment-runs', {
        body: { ...body, bank_account_id: from, document_ids: chosenDocuments(orders, leftOut) },
      });
      if (data) await navigate(`/payment-runs/${data.id}`);
    },
    done: () => t('runs.made'),
  });
  const turn = (order: Order) => {
    const next = new Set(leftOut);
    if (!next.delete(keyOf(order))) next.add(keyOf(order));
    setLeftOut(next);
  };
  return (
    <Page
      title={t('screens.newRun')}
      note={t('runs.note')}
      actions={
        <Button
          size="sm"
          loading={make.isPending}
          disabled={chosen.length === 0 || from === ''}
          onClick={() => make.mutate()}
        >
          {t('runs.make', { count: chosen.length })}
        </Button>
      }
    >
      <Columns
        main={
          <>
            {plan.error ? <Trouble error={plan.error} /> : null}
            {make.error ? <Trouble error={make.error} /> : null}
            {plan.data && orders.length === 0 ? (
              <Empty title={t('runs.nothingTitle')} hint={t('runs.nothingHint')} />
            ) : null}
            {orders.length > 0 ? <Orders orders={orders} leftOut={leftOut} onTurn={turn} /> : null}
            {plan.data && plan.data.left_out.length > 0 ? (
              <LeftOut title={t('runs.leftOut')} reasons="runLeftOut" omissions={plan.data.left_out} />
            ) : null}
          </>
        }
        aside={
          <Card title={t('runs.what')}>
            <Stack gap="sm">
              {only ? null : (
                <Choice<Kind>
                  label={t('runs.kind')}
                  value={asked.kind}
                  onChange={(kind) => set({ kind })}
                  options={(['transfer', 'direct-debit'] as const).map((value) => ({
                    value,
                    label: word('runKind', value),
                  }))}
                />
              )}
              <Select
                label={t('runs.account')}
                data={euros.map((it) => ({ value: it.id, label: it.name }))}
                value={from || null}
                allowDeselect={false}
                error={accounts.data && euros.length === 0 ? t('runs.noAccount') : null}
                onChange={(value) => setAccount(value ?? '')}
              />
              <TextInput
                type="date"
                label={t('runs.executeOn')}
                required
                value={asked.execute_on}
                error={faultOf(make.error, 'execute_on')}
                onChange={(event) => set({ execute_on: event.currentTarget.value })}
              />
              {only ? null : (
                <>
                  <TextInput
                    type="date"
                    label={t('runs.dueUntil')}
                    description={t('runs.dueUntilHint')}
                    value={asked.due_until}
                    onChange={(event) => set({ due_until: event.currentTarget.value })}
                  />
                  <Checkbox
                    label={t('runs.takeDiscounts')}
                    checked={asked.take_discounts}
                    onChange={(event) => set({ take_discounts: event.currentTarget.checked })}
                  />
                  {asked.kind === 'transfer' ? (
                    <Checkbox
                      label={t('runs.refunds')}
                      description={t('runs.refundsHint')}
                      checked={asked.refunds}
                      onChange={(event) => set({ refunds: event.currentTarget.checked })}
                    />
                  ) : null}
                </>
              )}
              <Facts
                rows={[
                  [t('runs.payments'), format.number(chosen.length)],
                  [t('runs.total'), <b key="total">{format.money(sumOf(chosen.map((it) => it.amount)))}</b>],
                ]}
              />
              <Text size="sm" c="dimmed">
                {t('runs.twoPeople')}
              </Text>
            </Stack>
          </Card>
        }
      />
    </Page>
  );
}
