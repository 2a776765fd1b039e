import { Alert, Button, Kbd, Loader, Stack, Text } from '@mantine/core';
import { IconChecks } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { hooks } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Choice } from '~/ui/Choice';
import { Empty } from '~/ui/Empty';
import { Facts } from '~/ui/Facts';
import { useRowKeys } from '~/ui/list/useRowKeys';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';

import classes from './bank.module.css';
import { bestOf, isSure, type Entry, type Proposed } from './clearing';
import { DoneEntries } from './DoneEntries';
import { EntryCard, Readings } from './EntryCard';
import { HandDialog } from './HandDialog';
import { useClear, useClearSure } from './useClear';

const SHELVES = ['todo', 'waiting', 'cleared'] as const;
type Shelf = (typeof SHELVES)[number];
const AT_ONCE = 200;

/** One statement: each entry with what it is probably for, accepted one by one or all that are sure. */
export default function Statement() {
  const { t } = useTranslation();
  const format = useFormat();
  const { id = '' } = useParams();
  const [shelf, setShelf] = useState<Shelf>('todo');
  const params = { path: { statement_id: id } };
  const query = hooks.useQuery('get', '/api/accounting/v1/bank-statements/{statement_id}', { params });
  const proposals = hooks.useQuery('get', '/api/accounting/v1/bank-proposals', {
    params: { query: { statement_id: id, limit: AT_ONCE } },
  });
  const { data: statement, error } = query;
  useDocumentName(statement?.number);
  if (error) return <PageTrouble title={t('screens.statement')} error={error} onRetry={() => void query.refetch()} />;
  if (!statement) return <PageSkeleton />;
  const items = proposals.data?.items ?? [];
  const money = (value: string) => format.money(value, statement.currency);
  return (
    <Page
      title={statement.number}
      note={`${statement.account_name} · ${format.date(statement.closed_on)}`}
      actions={<AcceptSure statement={id} count={items.filter((it) => isSure(it.proposals[0])).length} />}
    >
      <Columns
        main={
          <>
            {statement.follows ? null : (
              <Alert color="orange" title={t('bank.gap')}>
                {t('bank.gapHint')}
              </Alert>
            )}
            <Choice
              label={t('common.status')}
              value={shelf}
              onChange={(value: Shelf) => setShelf(value)}
              options={SHELVES.map((value) => ({ value, label: t(`bank.shelf.${value}`) }))}
            />
            {shelf === 'todo' ? (
              <Todo items={items} isLoading={proposals.isPending} />
            ) : (
              <DoneEntries statement={id} status={shelf} />
            )}
          </>
        }
        aside={
          <>
            <Card title={t('screens.statement')}>
              <Facts
                rows={[
                  [t('bank.opening'), money(statement.opening_balance)],
                  [t('bank.closing'), money(statement.closing_balance)],
                  [t('bank.entries'), format.number(statement.entries)],
                  [t('bank.openEntries'), format.number(statement.open_entries)],
                ]}
              />
            </Card>
            <Reconciliation account={statement.bank_account_id} currency={statement.currency} />
            <Text size="sm" c="dimmed">
              <Kbd>j</Kbd> <Kbd>k</Kbd> {t('bank.keysMove')} · <Kbd>{t('bank.enter')}</Kbd> {t('bank.keysAccept')} ·{' '}
              <Kbd>m</Kbd> {t('bank.keysHand')}
            </Text>
          </>
        }
      />
    </Page>
  );
}

function AcceptSure({ statement, count }: { statement: string; count: number }) {
  const { t } = useTranslation();
  const may = useMay();
  const all = useClearSure(statement);
  if (count === 0 || !may('accounting.bank.write')) return null;
  return (
    <Button size="sm" leftSection={<IconChecks size={16} />} loading={all.isPending} onClick={() => all.mutate()}>
      {t('bank.acceptSure', { count })}
    </Button>
  );
}

/** What nobody has decided yet, or what waits on the suspense account. */
function Todo({ items, isLoading }: { items: Proposed[]; isLoading: boolean }) {
  const { t } = useTranslation();
  const may = useMay();
  const [byHand, setByHand] = useState<Entry | null>(null);
  const clear = useClear();
  const mayClear = may('accounting.bank.write');
  const accept = (proposed: Proposed | undefined, proposal = proposed && bestOf(proposed)) => {
    if (!proposed || !mayClear || clear.isPending) return;
    if (proposal) clear.mutate({ entry: proposed.entry.id, clearing: proposal.clearing });
    else setByHand(proposed.entry);
  };
  const { current } = useRowKeys(items.length, (index) => accept(items[index]), {
    m: (index) => setByHand(mayClear ? (items[index]?.entry ?? null) : null),
  });
  if (isLoading) return <Loader size="xs" type="dots" role="status" aria-label={t('list.loading')} />;
  if (items.length === 0) return <Empty title={t('bank.allDone')} hint={t('bank.allDoneHint')} />;
  return (
    <Stack>
      <ol className={classes.entries}>
        {items.map((proposed, position) => (
          <EntryCard
            key={proposed.entry.id}
            entry={proposed.entry}
            position={position}
            isCurrent={position === current}
          >
            {mayClear ? (
              <Readings
                proposed={proposed}
                isBusy={clear.isPending}
                onAccept={(proposal) => accept(proposed, proposal)}
                onByHand={() => setByHand(proposed.entry)}
              />
            ) : null}
          </EntryCard>
        ))}
      </ol>
      {byHand ? <HandDialog key={byHand.id} entry={byHand} onClose={() => setByHand(null)} /> : null}
    </Stack>
  );
}

/** The books against the bank: a difference is something that one of the two does not have. */
function Reconciliation({ account, currency }: { account: string; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = hooks.useQuery('get', '/api/accounting/v1/bank-accounts/{account_id}/reconciliation', {
    params: { path: { account_id: account } },
  });
  if (!data) return null;
  const money = (value: string) => format.money(value, currency);
  return (
    <Card title={t('bank.reconciliation')}>
      <Facts
        rows={[
          [t('bank.on'), format.date(data.on)],
          [t('bank.balanceOfBank'), money(data.statement_balance)],
          [t('bank.balanceOfBooks'), money(data.in_books)],
          [t('bank.stillOpen'), money(data.open_entries)],
          [t('bank.difference'), <b key="difference">{money(data.difference)}</b>],
        ]}
      />
    </Card>
  );
}
