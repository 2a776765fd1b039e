import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';

type Invoice = Pick<OfAccounting['InvoiceHead'], 'open_amount' | 'currency' | 'due_on'>;

/** What is still owed of an invoice: paid, open, or late. */
export function Owed({ invoice }: { invoice: Invoice }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (Number(invoice.open_amount) === 0) return <Badge color="green">{t('invoices.paid')}</Badge>;
  const open = format.money(invoice.open_amount, invoice.currency);
  const isLate = invoice.due_on < new Date().toISOString().slice(0, 10);
  return isLate ? <Badge color="red">{t('invoices.late', { amount: open })}</Badge> : <>{open}</>;
}
