import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { useWord } from '~/i18n/useWord';
import { Choice } from '~/ui/Choice';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { decimalOf } from '~/ui/form/decimals';
import { faultOf } from '~/ui/form/faults';
import { useAct } from '~/ui/useAct';

import { fits, type ByDocument, type OpenItem } from '../bank/clearing';
import { OfPartner } from '../bank/OfPartner';
import { isWhole, paymentOf, type Typed } from './typed';

const METHODS = ['transfer', 'card', 'cheque', 'cash', 'direct-debit'];
const empty = (): Typed => ({
  direction: 'received',
  partner: '',
  amount: '',
  paidOn: new Date().toISOString().slice(0, 10),
  method: 'transfer',
  reference: '',
});

/** A payment that no statement brings: a cheque, cash, a card. */
export function NewPayment() {
  const { t } = useTranslation();
  const may = useMay();
  const [isOpen, setIsOpen] = useState(false);
  if (!may('accounting.payments.write')) return null;
  return (
    <>
      <Button leftSection={<IconPlus size={15} />} onClick={() => setIsOpen(true)}>
        {t('payments.new')}
      </Button>
      {isOpen ? <Dialog onClose={() => setIsOpen(false)} /> : null}
    </>
  );
}

function Dialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const word = useWord();
  const navigate = useNavigate();
  const [typed, setTyped] = useState(empty);
  const [items, setItems] = useState<readonly OpenItem[]>([]);
  const [settled, setSettled] = useState<ByDocument>({});
  const set = (part: Partial<Typed>) => setTyped((before) => ({ ...before, ...part }));
  const moved = decimalOf(typed.amount) ?? '0';
  const record = useAct({
    act: async () => {
      const { data } = await api.POST('/api/accounting/v1/payments', { body: paymentOf(typed, settled) });
      if (data) await navigate(`/payments/${data.id}`);
    },
    done: () => t('payments.recorded'),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={t('payments.new')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          record.mutate();
        }}
      >
        <Stack gap="md">
          <Choice
            label={t('payments.direction')}
            value={typed.direction}
            onChange={(direction) => {
              set({ direction, partner: '' });
              setSettled({});
            }}
            options={[
              { value: 'received', label: t('payments.received') },
              { value: 'paid', label: t('payments.paid') },
            ]}
          />
          <Group grow align="flex-start">
            <DecimalInput
              label={t('payments.amount')}
              required
              value={typed.amount}
              error={faultOf(record.error, 'amount')}
              onChange={(amount) => set({ amount })}
            />
            <TextInput
              type="date"
              label={t('payments.paidOn')}
              required
              value={typed.paidOn}
              error={faultOf(record.error, 'paid_on')}
              onChange={(event) => set({ paidOn: event.currentTarget.value })}
            />
            <Select
              label={t('payments.method')}
              allowDeselect={false}
              value={typed.method}
              data={METHODS.map((value) => ({ value, label: word('paymentMethod', value) }))}
              onChange={(method) => set({ method: method ?? 'transfer' })}
            />
          </Group>
          <TextInput
            label={t('payments.reference')}
            maxLength={140}
            value={typed.reference}
            onChange={(event) => set({ reference: event.currentTarget.value })}
          />
          <OfPartner
            side={typed.direction === 'received' ? 'customer' : 'supplier'}
            currency="EUR"
            moved={moved}
            partner={typed.partner}
            settled={settled}
            onPartner={(partner) => {
              set({ partner });
              setSettled({});
            }}
            onItems={setItems}
            onSettled={setSettled}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" size="sm" onClick={onClose}>
              {t('common.close')}
            </Button>
            <Button
              type="submit"
              size="sm"
              loading={record.isPending}
              disabled={!isWhole(typed) || !fits(moved, items, settled)}
            >
              {t('common.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
