import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { OfAccounting } from '~/api/schemas';
import { useAccounts } from '~/screens/books/ledger/useAccounts';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Table } from '~/ui/list/Table';

/** The entries that the bill would post, account by account. */
export function Posting({ entries }: { entries: readonly OfAccounting['PostingOut'][] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = new Map(useAccounts().map((it) => [it.value, it.label]));
  const rows = entries.flatMap((entry, at) =>
    entry.lines.map((line, position) => ({ ...line, key: `${at} ${position}`, journal: entry.journal })),
  );
  const amount = (value: string) => (Number(value) ? format.number(value, 2) : '');
  return (
    <Card title={t('billEntry.posting')} isFlush>
      {rows.length === 0 ? (
        <Text size="sm" c="dimmed" px="md" pb="sm">
          {t('billEntry.noPosting')}
        </Text>
      ) : (
        <Table
          label={t('billEntry.posting')}
          rows={rows}
          rowKey={(it) => it.key}
          columns={[
            {
              key: 'account',
              title: t('ledger.account'),
              cell: (it) => names.get(it.account) ?? it.account,
              text: () => '',
              onPhone: 'title',
            },
            {
              key: 'debit',
              title: t('ledger.debit'),
              cell: (it) => amount(it.debit),
              text: () => '',
              isFigure: true,
              onPhone: 'line',
            },
            {
              key: 'credit',
              title: t('ledger.credit'),
              cell: (it) => amount(it.credit),
              text: () => '',
              isFigure: true,
              onPhone: 'line',
            },
          ]}
        />
      )}
    </Card>
  );
}
