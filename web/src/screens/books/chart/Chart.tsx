import { Anchor, Badge, Button, Checkbox, Group, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { hooks } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Empty } from '~/ui/Empty';
import type { Column } from '~/ui/list/column';
import { Table } from '~/ui/list/Table';
import { Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { useAddress } from '~/ui/useAddress';

import { ledgerPath } from '../ledger/entries';
import { AccountActions } from './AccountActions';
import { AccountDialog } from './AccountDialog';
import { nameOf, searched, type Account } from './chart';

/** The chart of accounts, class by class, with the company's own accounts. */
export default function Chart() {
  const { t, i18n } = useTranslation();
  const word = useWord();
  const may = useMay();
  const { read, write } = useAddress();
  const [edited, setEdited] = useState<Account | 'new' | null>(null);
  const query = hooks.useQuery('get', '/api/accounting/v1/accounts');
  const { data, error } = query;
  if (error) return <PageTrouble title={t('screens.chart')} error={error} onRetry={() => void query.refetch()} />;
  if (!data) return <PageSkeleton />;
  const mayWrite = may('accounting.chart.write');
  const isOwnOnly = read('own') === 'true';
  const found = searched(data.items, read('q')).filter((it) => it.is_own || !isOwnOnly);
  const classes = [...new Set(found.map(({ code }) => code.slice(0, 1)))];
  const columns: Column<Account>[] = [
    {
      key: 'code',
      title: t('ledger.account'),
      cell: (it) => (
        <Anchor component={Link} to={ledgerPath(it.code, '', '')} size="md" c={it.is_closed ? 'dimmed' : 'inherit'}>
          {it.code} {nameOf(it, i18n.language)}
        </Anchor>
      ),
      text: (it) => it.code,
      onPhone: 'title',
    },
    {
      key: 'kept',
      title: t('chart.writtenBy'),
      cell: (it) => word('keptBy', it.kept_by || 'people'),
      text: (it) => it.kept_by,
      onPhone: 'line',
    },
    {
      key: 'state',
      title: t('common.status'),
      cell: (it) => (
        <Group gap={6}>
          {it.is_own ? <Badge color="blue">{t('chart.own')}</Badge> : null}
          {it.is_closed ? <Badge color="gray">{t('chart.isClosed')}</Badge> : null}
        </Group>
      ),
      text: () => '',
      onPhone: 'side',
    },
    ...(mayWrite
      ? [
          {
            key: 'actions',
            title: '',
            cell: (it: Account) => <AccountActions account={it} onEdit={() => setEdited(it)} />,
            text: () => '',
            onPhone: 'line' as const,
          },
        ]
      : []),
  ];
  return (
    <Page
      title={t('screens.chart')}
      note={t('chart.note')}
      actions={
        <>
          <TextInput
            type="search"
            w={{ base: '100%', xs: 240 }}
            aria-label={t('chart.search')}
            placeholder={t('chart.search')}
            leftSection={<IconSearch size={14} />}
            value={read('q')}
            onChange={(event) => write('q', event.currentTarget.value)}
          />
          <Checkbox
            size="xs"
            label={t('chart.ownOnly')}
            checked={isOwnOnly}
            onChange={(event) => write('own', event.currentTarget.checked ? 'true' : '')}
          />
          {mayWrite ? (
            <Button size="sm" leftSection={<IconPlus size={16} />} onClick={() => setEdited('new')}>
              {t('chart.add')}
            </Button>
          ) : null}
        </>
      }
    >
      {found.length === 0 ? <Empty title={t('chart.emptyTitle')} hint={t('chart.emptyHint')} /> : null}
      <Stack gap="md">
        {classes.map((digit) => (
          <Card key={digit} title={`${digit} ${word('accountClass', digit)}`} isFlush>
            <Table
              label={word('accountClass', digit)}
              rows={found.filter(({ code }) => code.startsWith(digit))}
              columns={columns}
              rowKey={(it) => it.code}
            />
          </Card>
        ))}
      </Stack>
      {edited ? (
        <AccountDialog
          account={edited === 'new' ? null : edited}
          accounts={data.items}
          onClose={() => setEdited(null)}
        />
      ) : null}
    </Page>
  );
}
