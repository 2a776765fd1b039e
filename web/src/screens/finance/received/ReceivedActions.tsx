import { Button } from '@mantine/core';
import { IconCheck, IconFileInvoice, IconPencil, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';

import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { useAct } from '~/ui/useAct';

const CREDIT_NOTE = '381'; // UNTDID 1001

type Step = 'accept' | 'reject';

/** Make a bill of it; take a refused one all the same; or say that we do not owe it. */
export function ReceivedActions({ invoice }: { invoice: OfAccounting['ReceivedOut'] }) {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const [step, setStep] = useState<Step | null>(null);
  const params = { path: { invoice_id: invoice.id } };
  const decide = useAct<string>({
    act: (reason) =>
      step === 'accept'
        ? api.POST('/api/accounting/v1/received-invoices/{invoice_id}/accept', { params, body: { reason } })
        : api.POST('/api/accounting/v1/received-invoices/{invoice_id}/reject', {
            params,
            body: { reason, reason_code: invoice.source === 'upload' ? '' : 'NON_CONFORME' },
          }),
    done: () => t(step === 'accept' ? 'received.accepted' : 'received.rejected'),
  });
  const bill = useAct({
    act: async () => {
      const { data } = await api.POST('/api/accounting/v1/received-invoices/{invoice_id}/bill', {
        params,
        body: { lines: [] },
      });
      if (data) await navigate(`/bills/${data.id}`);
    },
    done: () => t('received.billed'),
  });
  const isOpen = invoice.status === 'received' || invoice.status === 'refused';
  if (!isOpen || !may('accounting.bills.write')) return null;
  return (
    <>
      {invoice.status === 'received' ? (
        <Button
          size="sm"
          leftSection={<IconFileInvoice size={16} />}
          loading={bill.isPending}
          disabled={!invoice.supplier_id}
          onClick={() => bill.mutate()}
        >
          {t('received.bill')}
        </Button>
      ) : (
        <Button size="sm" leftSection={<IconCheck size={16} />} onClick={() => setStep('accept')}>
          {t('received.accept')}
        </Button>
      )}
      {invoice.status === 'received' && invoice.kind !== CREDIT_NOTE ? (
        <Button
          component={Link}
          to={`/bills/new?received=${invoice.id}`}
          size="sm"
          variant="default"
          leftSection={<IconPencil size={16} />}
        >
          {t('received.complete')}
        </Button>
      ) : null}
      <Button size="sm" variant="default" leftSection={<IconX size={16} />} onClick={() => setStep('reject')}>
        {t('received.reject')}
      </Button>
      <ReasonDialog
        title={step ? t(`received.${step}`) : ''}
        hint={step ? t(`received.${step}Hint`) : ''}
        isOpen={step !== null}
        isBusy={decide.isPending}
        onClose={() => setStep(null)}
        onGive={(reason) => decide.mutate(reason, { onSuccess: () => setStep(null) })}
      />
    </>
  );
}
