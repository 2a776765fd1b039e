import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useAccounts } from '~/screens/books/ledger/useAccounts';
import { Card } from '~/ui/Card';

import classes from './entry.module.css';

/** The entries that the bill would post, account by account. */
export function Posting({ entries }: { entries: readonly OfAccounting['PostingOut'][] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = new Map(useAccounts().map((it) => [it.value, it.label]));
  const amount = (value: string) => (Number(value) ? format.money(value) : '');
  const lines = entries.flatMap((entry) => entry.lines);
  return (
    <Card title={t('billEntry.posting')}>
      {lines.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('billEntry.noPosting')}
        </Text>
      ) : (
        <table className={classes.posting}>
          <thead>
            <tr>
              <th scope="col">{t('ledger.account')}</th>
              <th scope="col">{t('ledger.debit')}</th>
              <th scope="col">{t('ledger.credit')}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line, position) => (
              <tr key={position}>
                <td>{names.get(line.account) ?? line.account}</td>
                <td className="figure">{amount(line.debit)}</td>
                <td className="figure">{amount(line.credit)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
