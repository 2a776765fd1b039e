import { Button, Group, Select, Text, TextInput } from '@mantine/core';
import { IconArrowForwardUp, IconBuildingBank } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useWord } from '~/i18n/useWord';
import { today } from '~/ui/days';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { decimalOf } from '~/ui/form/decimals';
import { faultOf } from '~/ui/form/faults';
import { FormDialog } from '~/ui/form/FormDialog';
import { useAct } from '~/ui/useAct';

type Payment = OfAccounting['PaymentDetails'];

const METHODS = ['transfer', 'cheque', 'card', 'cash'];

/** What stands to a credit goes back: a customer's by a file of the bank or by hand, ours as the supplier sends it. */
export function PayBack({ payment }: { payment: Payment }) {
  const { t } = useTranslation();
  const may = useMay();
  const [isOpen, setIsOpen] = useState(false);
  if (payment.taken_back || !Number(payment.unmatched_amount)) return null;
  const isCustomers = payment.direction === 'received';
  return (
    <>
      {isCustomers && may('accounting.payment-runs.write') ? (
        <Button
          size="sm"
          variant="default"
          component={Link}
          to={`/payment-runs/new?document=${payment.id}`}
          leftSection={<IconBuildingBank size={16} />}
        >
          {t('runs.byFile')}
        </Button>
      ) : null}
      {may('accounting.payments.write') ? (
        <Button
          size="sm"
          variant="default"
          leftSection={<IconArrowForwardUp size={16} />}
          onClick={() => setIsOpen(true)}
        >
          {t(isCustomers ? 'runs.payBack' : 'runs.paidBack')}
        </Button>
      ) : null}
      {isOpen ? <Dialog payment={payment} onClose={() => setIsOpen(false)} /> : null}
    </>
  );
}

function Dialog({ payment, onClose }: { payment: Payment; onClose: () => void }) {
  const { t } = useTranslation();
  const word = useWord();
  const [typed, setTyped] = useState({
    amount: payment.unmatched_amount,
    paid_on: today(),
    method: 'transfer',
    reference: '',
  });
  const set = (part: Partial<typeof typed>) => setTyped((before) => ({ ...before, ...part }));
  const amount = decimalOf(typed.amount);
  const isCustomers = payment.direction === 'received';
  const save = useAct({
    act: () =>
      api.POST('/api/accounting/v1/payments/{payment_id}/pay-back', {
        params: { path: { payment_id: payment.id } },
        body: { ...typed, amount: amount ?? '' },
      }),
    done: () => t('runs.refunded'),
  });
  return (
    <FormDialog
      title={t(isCustomers ? 'runs.payBack' : 'runs.paidBack')}
      action={t('common.save')}
      isReady={amount !== null && Number(amount) > 0 && typed.paid_on !== ''}
      act={save}
      onClose={onClose}
      size="md"
    >
      <Text c="dimmed">{t(isCustomers ? 'runs.payBackHint' : 'runs.paidBackHint')}</Text>
      <Group grow align="flex-start">
        <DecimalInput
          label={t('payments.amount')}
          required
          data-autofocus
          value={typed.amount}
          error={faultOf(save.error, 'amount')}
          onChange={(value) => set({ amount: value })}
        />
        <TextInput
          type="date"
          label={t('payments.paidOn')}
          required
          value={typed.paid_on}
          error={faultOf(save.error, 'paid_on')}
          onChange={(event) => set({ paid_on: event.currentTarget.value })}
        />
      </Group>
      <Select
        label={t('payments.method')}
        data={METHODS.map((value) => ({ value, label: word('paymentMethod', value) }))}
        value={typed.method}
        allowDeselect={false}
        onChange={(method) => set({ method: method ?? typed.method })}
      />
      <TextInput
        label={t('payments.reference')}
        maxLength={140}
        value={typed.reference}
        onChange={(event) => set({ reference: event.currentTarget.value })}
      />
    </FormDialog>
  );
}
