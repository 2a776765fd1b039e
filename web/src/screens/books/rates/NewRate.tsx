import { Button, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { today } from '~/ui/days';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { decimalOf, isQuantity } from '~/ui/form/decimals';
import { faultOf } from '~/ui/form/faults';
import { FormDialog } from '~/ui/form/FormDialog';
import { useAct } from '~/ui/useAct';

/** A rate by hand: in place of what its day had. */
export function NewRate() {
  const { t } = useTranslation();
  const may = useMay();
  const [isOpen, setIsOpen] = useState(false);
  const [typed, setTyped] = useState({ currency: 'USD', rate: '', valid_on: today() });
  const set = useAct({
    act: () =>
      api.PUT('/api/accounting/v1/exchange-rates', {
        body: { rates: [{ ...typed, rate: decimalOf(typed.rate) ?? '' }] },
      }),
    done: () => t('rates.isSet', { currency: typed.currency }),
  });
  if (!may('accounting.rates.write')) return null;
  return (
    <>
      <Button
        leftSection={<IconPlus size={15} />}
        onClick={() => {
          set.reset();
          setIsOpen(true);
        }}
      >
        {t('rates.new')}
      </Button>
      {isOpen ? (
        <FormDialog
          title={t('rates.new')}
          action={t('common.save')}
          isReady={isQuantity(typed.rate)}
          act={set}
          onClose={() => setIsOpen(false)}
          size="md"
        >
          <TextInput
            label={t('rates.currency')}
            data-autofocus
            required
            maxLength={3}
            value={typed.currency}
            error={faultOf(set.error, 'rates.0.currency')}
            onChange={(event) => setTyped({ ...typed, currency: event.currentTarget.value.toUpperCase() })}
          />
          <DecimalInput
            label={t('rates.rateHint')}
            required
            value={typed.rate}
            error={faultOf(set.error, 'rates.0.rate')}
            onChange={(rate) => setTyped({ ...typed, rate })}
          />
          <TextInput
            type="date"
            label={t('rates.validOn')}
            required
            value={typed.valid_on}
            error={faultOf(set.error, 'rates.0.valid_on')}
            onChange={(event) => setTyped({ ...typed, valid_on: event.currentTarget.value })}
          />
        </FormDialog>
      ) : null}
    </>
  );
}
