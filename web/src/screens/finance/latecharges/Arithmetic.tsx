import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { Table } from '~/ui/list/Table';

interface Props {
  documents: readonly OfAccounting['ChargedOut'][];
  currency: string;
}

/** How each amount came to be: days x rate x amount / 365, rate by rate, and the indemnity. */
export function Arithmetic({ documents, currency }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = (value: string) => format.money(value, currency);
  return (
    <Table
      label={t('lateCharges.arithmetic')}
      rows={documents}
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
          key: 'open',
          title: t('dunning.open'),
          cell: (it) =>
            Number(it.open_amount) === 0 ? (
              <Text size="sm" c="dimmed">
                {t('lateCharges.paidOn', { day: format.date(it.through) })}
              </Text>
            ) : (
              money(it.open_amount)
            ),
          text: () => '',
          isFigure: true,
          onPhone: 'line',
        },
        {
          key: 'steps',
          title: t('lateCharges.arithmetic'),
          cell: (it) =>
            it.steps.map((step) => (
              <Text key={step.first} size="sm" c="dimmed">
                {t('lateCharges.step', { count: step.days, rate: format.rate(step.rate), amount: money(step.amount) })}
              </Text>
            )),
          text: () => '',
          onPhone: 'line',
        },
        {
          key: 'indemnity',
          title: t('dunning.indemnity'),
          cell: (it) => money(it.indemnity),
          text: () => '',
          isFigure: true,
          onPhone: 'line',
        },
        {
          key: 'interest',
          title: t('dunning.interest'),
          cell: (it) => money(it.interest),
          text: () => '',
          isFigure: true,
          onPhone: 'side',
        },
      ]}
    />
  );
}
