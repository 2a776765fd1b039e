import { Button, Checkbox, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { IconReceiptRefund } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { useAct } from '~/ui/useAct';

import classes from '../bank/bank.module.css';
import { creditedLines, faultIn, whole, type Credited, type Credits } from './credited';

type Details = OfAccounting['InvoiceOut'];

/** Credit lines of the invoice: whole, or less; above one's limit a colleague agrees first. */
export function CreditNote({ invoice }: { invoice: Details }) {
  const { t } = useTranslation();
  const may = useMay();
  const [isOpen, setIsOpen] = useState(false);
  if (invoice.lines.length === 0 || !may('accounting.credit-notes.write')) return null;
  return (
    <>
      <Button size="sm" variant="default" leftSection={<IconReceiptRefund size={16} />} onClick={() => setIsOpen(true)}>
        {t('invoices.credit')}
      </Button>
      {isOpen ? <Dialog invoice={invoice} onClose={() => setIsOpen(false)} /> : null}
    </>
  );
}

function Dialog({ invoice, onClose }: { invoice: Details; onClose: () => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [credits, setCredits] = useState<Credits>({});
  const credit = useAct({
    act: () =>
      api.POST('/api/accounting/v1/customer-credit-notes', {
        body: { invoice_id: invoice.id, reason: reason.trim(), lines: creditedLines(credits) },
      }),
    done: () => t('invoices.creditAsked', { number: invoice.number }),
  });
  const set = (line: string, part: Credited | null) =>
    setCredits((before) =>
      part === null
        ? Object.fromEntries(Object.entries(before).filter(([id]) => id !== line))
        : { ...before, [line]: part },
    );
  const chosen = invoice.lines.flatMap((line) => {
    const typed = credits[line.id];
    return typed ? [faultIn(line, typed)] : [];
  });
  const isReady = reason.trim() !== '' && chosen.length > 0 && chosen.every((fault) => fault === null);
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('invoices.creditTitle', { number: invoice.number })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          credit.mutate(undefined, { onSuccess: onClose });
        }}
      >
        <Stack gap="md">
          <Text c="dimmed">{t('invoices.creditHint')}</Text>
          <div>
            {invoice.lines.map((line) => (
              <Line
                key={line.id}
                line={line}
                currency={invoice.currency}
                typed={credits[line.id]}
                onEdit={(part) => set(line.id, part)}
              />
            ))}
          </div>
          <Textarea
            label={t('common.reason')}
            required
            maxLength={200}
            autosize
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" size="sm" onClick={onClose}>
              {t('common.close')}
            </Button>
            <Button type="submit" size="sm" loading={credit.isPending} disabled={!isReady}>
              {t('invoices.credit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface LineProps {
  line: Details['lines'][number];
  currency: string;
  typed: Credited | undefined;
  onEdit: (typed: Credited | null) => void;
}

function Line({ line, currency, typed, onEdit }: LineProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const fault = typed ? faultIn(line, typed) : null;
  return (
    <div className={classes.item} role="group" aria-label={line.description}>
      <Checkbox
        label={line.description}
        description={`${format.number(line.quantity)} × ${format.money(line.unit_price, currency)} = ${format.money(line.net_amount, currency)}`}
        checked={typed !== undefined}
        error={fault ? t(`invoices.${fault}`) : null}
        onChange={(event) => onEdit(event.currentTarget.checked ? whole(line) : null)}
      />
      {typed ? (
        <>
          <DecimalInput
            w={104}
            label={t('common.quantity')}
            value={typed.quantity}
            onChange={(quantity) => onEdit({ ...typed, quantity })}
          />
          <DecimalInput
            w={120}
            label={t('common.net')}
            value={typed.net}
            onChange={(net) => onEdit({ ...typed, net })}
          />
        </>
      ) : null}
    </div>
  );
}
