import { Button, Select, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useWord } from '~/i18n/useWord';
import { faultOf } from '~/ui/form/faults';
import { FormDialog } from '~/ui/form/FormDialog';
import { useAct } from '~/ui/useAct';

type Method = OfAccounting['Method'];

const METHODS: readonly Method[] = ['avco', 'fifo', 'lot'];

/** Ask that a product be costed by another method; somebody else decides in the inbox. */
export function CostingChange({ product, method }: { product: string; method: string }) {
  const { t } = useTranslation();
  const word = useWord();
  const may = useMay();
  const [isOpen, setIsOpen] = useState(false);
  const others = METHODS.filter((each) => each !== method);
  const [chosen, setChosen] = useState<Method>(others[0] ?? 'fifo');
  const [reason, setReason] = useState('');
  const ask = useAct({
    act: () =>
      api.POST('/api/accounting/v1/costing-changes', { body: { product_id: product, method: chosen, reason } }),
    done: () => t('value.changeAsked'),
  });
  if (!may('accounting.costing.write')) return null;
  return (
    <>
      <Button size="sm" variant="default" onClick={() => setIsOpen(true)}>
        {t('value.change')}
      </Button>
      {isOpen ? (
        <FormDialog
          title={t('value.change')}
          action={t('value.ask')}
          isReady={reason.trim() !== ''}
          act={ask}
          onClose={() => setIsOpen(false)}
          size="md"
        >
          <Text c="dimmed">{t('value.changeHint')}</Text>
          <Select
            label={t('value.method')}
            data-autofocus
            allowDeselect={false}
            data={others.map((value) => ({ value, label: word('costing', value) }))}
            value={chosen}
            error={faultOf(ask.error, 'method')}
            onChange={(value) => setChosen(METHODS.find((each) => each === value) ?? chosen)}
          />
          <Textarea
            label={t('common.reason')}
            required
            maxLength={500}
            autosize
            minRows={2}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </FormDialog>
      ) : null}
    </>
  );
}
