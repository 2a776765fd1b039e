import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { OfAccounting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { sumOf } from '~/ui/decimals';
import { Facts } from '~/ui/Facts';

type Shown = OfAccounting['BillStoryOut'];

/** What is owed and until when, what was paid or credited, and where it stands in the books. */
export function BillAside({ bill }: { bill: Shown }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const may = useMay();
  const money = (amount: string | null) => format.money(amount, bill.currency);
  const tax = bill.gross_amount && sumOf([bill.gross_amount, `-${bill.net_amount}`]);
  const to = (path: string, permission: string, text: ReactNode) =>
    may(permission) ? (
      <Anchor component={Link} to={path} inherit underline="always">
        {text}
      </Anchor>
    ) : (
      text
    );
  return (
    <>
      <Card title={t('orders.amounts')}>
        <Facts
          rows={[
            [t('common.net'), money(bill.net_amount)],
            [t('orders.tax'), money(tax)],
            [t('common.gross'), <b key="gross">{money(bill.gross_amount)}</b>],
            [t('invoices.open'), bill.open_amount === null ? null : money(bill.open_amount)],
            [t('invoices.dueOn'), bill.due_on && format.date(bill.due_on)],
            [
              t('bills.rate'),
              bill.rate &&
                t('billEntry.rate', {
                  rate: format.number(bill.rate),
                  currency: bill.currency,
                  day: format.date(bill.rate_on),
                }),
            ],
            [
              t('screens.receivedInvoice'),
              bill.received_invoice_id &&
                to(`/received-invoices/${bill.received_invoice_id}`, 'accounting.bills.read', t('bills.original')),
            ],
          ]}
        />
      </Card>
      {bill.payments.length > 0 ? (
        <Card title={t('screens.payments')}>
          {bill.payments.map((it) => (
            <Facts
              key={it.id}
              rows={[
                [`${format.date(it.paid_on)} · ${word('paymentMethod', it.method)}`, money(it.amount)],
                [t('common.number'), to(`/payments/${it.id}`, 'accounting.payments.read', it.number)],
              ]}
            />
          ))}
        </Card>
      ) : null}
      {bill.credits.length > 0 ? (
        <Card title={t('bills.credits')}>
          {bill.credits.map((it) => (
            <Facts
              key={it.id}
              rows={[
                [
                  `${it.number} · ${it.supplier_number}`,
                  format.money(sumOf([it.net_amount, it.tax_amount]), it.currency),
                ],
                [
                  format.date(it.credited_on),
                  to(`/journals/${it.entry_id}`, 'accounting.ledger.read', t('screens.entry')),
                ],
              ]}
            />
          ))}
        </Card>
      ) : null}
      {bill.entries.length > 0 ? (
        <Card title={t('bills.entries')}>
          <Facts
            rows={bill.entries.map((it) => [
              it.number,
              to(`/journals/${it.id}`, 'accounting.ledger.read', format.date(it.posted_on)),
            ])}
          />
        </Card>
      ) : null}
    </>
  );
}
