import { Button, Text } from '@mantine/core';
import { IconBan, IconSend, IconUserCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { ConfirmDialog } from '~/ui/ConfirmDialog';
import { PaperButton } from '~/ui/PaperButton';
import { useAct } from '~/ui/useAct';

type Step = 'submit' | 'cancel' | 'sent' | 'deliver-again' | 'give-delivery-up';

const CALLS = {
  submit: '/api/accounting/v1/payment-runs/{run_id}/submit',
  cancel: '/api/accounting/v1/payment-runs/{run_id}/cancel',
  sent: '/api/accounting/v1/payment-runs/{run_id}/sent',
  'deliver-again': '/api/accounting/v1/payment-runs/{run_id}/deliver-again',
  'give-delivery-up': '/api/accounting/v1/payment-runs/{run_id}/give-delivery-up',
} as const;
const ICONS = {
  submit: IconUserCheck,
  cancel: IconBan,
  sent: IconSend,
  'deliver-again': IconSend,
  'give-delivery-up': IconBan,
};
const CANCELLABLE = ['draft', 'waiting', 'approved'];

/** What is next with a run: a second person, the bank, or giving it up. */
export function RunActions({ run }: { run: OfAccounting['accounting__api__bank__run_schemas__RunOut'] }) {
  const { t } = useTranslation();
  const may = useMay();
  const [step, setStep] = useState<Step | null>(null);
  const params = { path: { run_id: run.id } };
  const act = useAct<Step>({
    act: (chosen) => api.POST(CALLS[chosen], { params }),
    done: (chosen) => t(`runs.done.${chosen}`),
  });
  const mayWrite = may('accounting.payment-runs.write');
  const maySend = may('accounting.payment-files.send');
  const steps: Step[] = [];
  if (mayWrite && CANCELLABLE.includes(run.status)) steps.push('cancel');
  if (maySend && run.delivery === 'parked') steps.push('give-delivery-up', 'deliver-again');
  if (maySend && run.status === 'approved' && !run.delivery) steps.push('sent');
  if (mayWrite && run.status === 'draft') steps.push('submit');
  return (
    <>
      {maySend && run.sha256 ? (
        <PaperButton
          name={`${run.number}.xml`}
          label={t('runs.file')}
          load={() => api.GET('/api/accounting/v1/payment-runs/{run_id}/file', { params, parseAs: 'blob' })}
        />
      ) : null}
      {steps.map((each) => {
        const Icon = ICONS[each];
        const isNext = each === steps.at(-1) && each !== 'cancel';
        return (
          <Button
            key={each}
            size="sm"
            variant={isNext ? 'filled' : 'default'}
            leftSection={<Icon size={16} />}
            onClick={() => setStep(each)}
          >
            {t(`runs.step.${each}`)}
          </Button>
        );
      })}
      {step ? (
        <ConfirmDialog
          title={t(`runs.step.${step}`)}
          isOpen
          isBusy={act.isPending}
          onClose={() => setStep(null)}
          onConfirm={() => act.mutate(step, { onSettled: () => setStep(null) })}
        >
          <Text c="dimmed">{t(`runs.hint.${step}`)}</Text>
        </ConfirmDialog>
      ) : null}
    </>
  );
}
