import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Table } from '~/ui/list/Table';
import { PartnerName } from '~/ui/Name';

/** What closing posts on the month's last day, to the cent, and takes back on the day after. */
export function Entries({ closing }: { closing: OfAccounting['ClosingOut'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  if (closing.accruals.length === 0)
    return (
      <Card title={t('closing.posts')}>
        <Text c="dimmed">{t('closing.postsNothing')}</Text>
      </Card>
    );
  return closing.accruals.map((accrual) => {
    const title = t('closing.entry', { kind: word('accrual', accrual.kind) });
    return (
      <Card key={accrual.kind} title={title} isFlush>
        <Table
          label={title}
          rows={accrual.lines}
          rowKey={(it) => `${it.account} ${it.partner_id ?? ''}`}
          columns={[
            { key: 'account', title: t('closing.account'), cell: (it) => it.account, text: () => '', onPhone: 'title' },
            {
              key: 'partner',
              title: t('closing.partner'),
              cell: (it) => (it.partner_id ? <PartnerName id={it.partner_id} /> : '–'),
              text: () => '',
              onPhone: 'line',
            },
            {
              key: 'debit',
              title: t('closing.debit'),
              cell: (it) => (Number(it.debit) ? format.money(it.debit) : ''),
              text: () => '',
              isFigure: true,
              onPhone: 'line',
            },
            {
              key: 'credit',
              title: t('closing.credit'),
              cell: (it) => (Number(it.credit) ? format.money(it.credit) : ''),
              text: () => '',
              isFigure: true,
              onPhone: 'side',
            },
          ]}
        />
      </Card>
    );
  });
}
