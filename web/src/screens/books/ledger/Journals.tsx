import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { dayAfter, isDay } from '~/ui/days';
import { decimalOf } from '~/ui/form/decimals';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';

import { entryNumber } from './entries';
import { FecDialog } from './FecDialog';
import { useAccounts, useJournals } from './useAccounts';

type Entry = OfAccounting['EntryHead'];

/** Every entry of the books, as it was posted. */
export default function Journals() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const may = useMay();
  const accounts = useAccounts();
  const journals = useJournals();
  const columns: Column<Entry>[] = [
    { key: 'number', title: t('common.number'), cell: entryNumber, text: entryNumber, onPhone: 'title' },
    {
      key: 'posted',
      title: t('ledger.postedOn'),
      cell: (it) => format.date(it.posted_on),
      text: (it) => it.posted_on,
      sort: 'posted_on',
      onPhone: 'line',
    },
    { key: 'label', title: t('ledger.label'), cell: (it) => it.label, text: (it) => it.label, onPhone: 'line' },
    {
      key: 'document',
      title: t('ledger.document'),
      cell: (it) => it.document_number || '–',
      text: (it) => it.document_number,
    },
    {
      key: 'source',
      title: t('ledger.source'),
      cell: (it) => word('entrySource', it.source),
      text: (it) => word('entrySource', it.source),
    },
    {
      key: 'amount',
      title: t('ledger.amount'),
      cell: (it) => format.money(it.amount),
      text: (it) => it.amount,
      isFigure: true,
      onPhone: 'side',
    },
  ];
  const filters: Filter[] = [
    { kind: 'search', key: 'document', label: t('ledger.searchDocument') },
    { kind: 'choice', key: 'journal', label: t('ledger.journal'), options: journals },
    { kind: 'choice', key: 'account', label: t('ledger.account'), options: accounts },
    { kind: 'text', key: 'amount', label: t('ledger.amount') },
    { kind: 'day', key: 'from', label: t('ledger.from') },
    { kind: 'day', key: 'to', label: t('ledger.to') },
  ];
  return (
    <List
      id="journals"
      title={t('screens.journals')}
      columns={columns}
      filters={filters}
      defaultSort="-posted_on"
      load={async ({ document, journal, account, amount, from, to }, asked) => {
        const figure = decimalOf(amount ?? '');
        const query = {
          ...asked,
          ...(document ? { document: document.trim() } : {}),
          ...(journal ? { journal } : {}),
          ...(account ? { account } : {}),
          ...(figure ? { amount: figure } : {}),
          ...(from && isDay(from) ? { from } : {}),
          ...(to && isDay(to) ? { until: dayAfter(to) } : {}),
        };
        const { data } = await api.GET('/api/accounting/v1/entries', { params: { query } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      rowPath={(it) => `/journals/${it.id}`}
      actions={
        <>
          <FecDialog />
          {may('accounting.entries.write') ? (
            <Button component={Link} to="/journals/new" leftSection={<IconPlus size={15} />}>
              {t('screens.newEntry')}
            </Button>
          ) : null}
        </>
      }
      empty={{ title: t('ledger.emptyTitle'), hint: t('ledger.emptyHint') }}
    />
  );
}
