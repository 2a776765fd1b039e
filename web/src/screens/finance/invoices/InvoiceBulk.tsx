import { Button } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import type { Job } from '~/ui/bulk/job';
import { PrintMany } from '~/ui/bulk/PrintMany';
import { useTotal } from '~/ui/bulk/useTotal';
import { partnerTexts } from '~/ui/list/texts';

type Invoice = OfAccounting['InvoiceHead'];

interface Props {
  invoices: readonly Invoice[];
  ask: (job: Job<Invoice>) => void;
  keep: (left?: readonly Invoice[]) => void;
}

/** Ticked invoices in one PDF, or on their way to their customers by the platform. */
export function InvoiceBulk({ invoices, ask, keep }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  const totalOf = useTotal();
  const count = invoices.length;
  const askSend = async () => {
    const names = await partnerTexts(invoices.map((it) => it.customer_id));
    ask({
      title: t('bulk.invoices.send', { count }),
      hint: t('bulk.invoices.sendHint'),
      rows: invoices,
      nameOf: (it) => `${it.number} · ${names.get(it.customer_id) ?? ''}`,
      total: totalOf(invoices.map(({ gross_amount, currency }) => [gross_amount, currency])),
      act: async ({ id }) => {
        const params = { path: { invoice_id: id } };
        await api.POST('/api/accounting/v1/invoices/{invoice_id}/send', { params });
        return null;
      },
      done: (sent) => t('bulk.invoices.sent', { count: sent }),
      settled: keep,
    });
  };
  return (
    <>
      <PrintMany
        label={t('bulk.print')}
        name="invoices.pdf"
        count={count}
        load={(language) =>
          api.POST('/api/accounting/v1/invoices/papers', {
            body: { ids: invoices.map(({ id }) => id), language },
            parseAs: 'blob',
          })
        }
      />
      {may('accounting.einvoices.write') ? (
        <Button size="sm" variant="default" leftSection={<IconSend size={16} />} onClick={() => void askSend()}>
          {t('bulk.invoices.send', { count })}
        </Button>
      ) : null}
    </>
  );
}
