import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { Table } from '~/ui/list/Table';

interface Props {
  claims: readonly OfAccounting['ClaimOut'][];
  currency: string;
}

/** The documents of a letter: how late each is, and what is claimed for it. */
export function Claims({ claims, currency }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = (value: string) => (Number(value) ? format.money(value, currency) : '–');
  return (
    <Table
      label={t('dunning.documents')}
      rows={claims}
      rowKey={(it) => it.document_id}
      columns={[
        { key: 'number', title: t('ledger.document'), cell: (it) => it.number, text: () => '', onPhone: 'title' },
        {
          key: 'due',
          title: t('invoices.dueOn'),
          cell: (it) => format.date(it.due_on),
          text: () => '',
          onPhone: 'line',
        },
        {
          key: 'late',
          title: t('dunning.late'),
          cell: (it) => t('dunning.days', { count: it.days_late }),
          text: () => '',
          isFigure: true,
          onPhone: 'line',
        },
        {
          key: 'level',
          title: t('dunning.level'),
          cell: (it) => <Badge color={it.is_raised ? 'orange' : 'gray'}>{it.level}</Badge>,
          text: () => '',
          isFigure: true,
        },
        {
          key: 'interest',
          title: t('dunning.interest'),
          cell: (it) => money(it.interest),
          text: () => '',
          isFigure: true,
        },
        {
          key: 'indemnity',
          title: t('dunning.indemnity'),
          cell: (it) => money(it.indemnity),
          text: () => '',
          isFigure: true,
        },
        {
          key: 'open',
          title: t('dunning.open'),
          cell: (it) => money(it.open_amount),
          text: () => '',
          isFigure: true,
          onPhone: 'side',
        },
      ]}
    />
  );
}
