import { Button, Text, TextInput } from '@mantine/core';
import { IconPercentage } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Facts } from '~/ui/Facts';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { faultOf } from '~/ui/form/faults';
import { FormDialog } from '~/ui/form/FormDialog';
import { rateOf } from '~/ui/form/rates';
import { useAct } from '~/ui/useAct';

const SHOWN = 6; // the last half-years

/** The rates that late interest is reckoned by: those of a half-year are the rates on its first day. */
export function LateRate() {
  const { t } = useTranslation();
  const may = useMay();
  const [isOpen, setIsOpen] = useState(false);
  if (!may('accounting.dunning-rules.write')) return null;
  return (
    <>
      <Button variant="default" leftSection={<IconPercentage size={15} />} onClick={() => setIsOpen(true)}>
        {t('lateCharges.rates')}
      </Button>
      {isOpen ? <Dialog onClose={() => setIsOpen(false)} /> : null}
    </>
  );
}

function Dialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [typed, setTyped] = useState({ effective_from: '', ecb_rate: '', legal_rate: '' });
  const known = hooks.useQuery('get', '/api/accounting/v1/late-interest-rates', {
    params: { query: { sort: '-effective_from', limit: SHOWN } },
  });
  const [ecb, legal] = [rateOf(typed.ecb_rate), rateOf(typed.legal_rate)];
  const set = useAct({
    act: () =>
      api.PUT('/api/accounting/v1/late-interest-rates', {
        body: { effective_from: typed.effective_from, ecb_rate: ecb ?? '', legal_rate: legal ?? '' },
      }),
    done: () => t('lateCharges.rateSet'),
  });
  const items = known.data?.items ?? [];
  return (
    <FormDialog
      title={t('lateCharges.rates')}
      action={t('common.save')}
      isReady={ecb !== null && legal !== null}
      act={set}
      onClose={onClose}
      size="md"
    >
      <Text c="dimmed">{t('lateCharges.ratesHint')}</Text>
      <Facts rows={items.map((it) => [format.date(it.effective_from), format.rate(it.rate)])} />
      <TextInput
        type="date"
        label={t('rates.validOn')}
        data-autofocus
        required
        value={typed.effective_from}
        error={faultOf(set.error, 'effective_from')}
        onChange={(event) => setTyped({ ...typed, effective_from: event.currentTarget.value })}
      />
      <DecimalInput
        label={t('lateCharges.ecbRate')}
        required
        value={typed.ecb_rate}
        error={faultOf(set.error, 'ecb_rate')}
        onChange={(ecb_rate) => setTyped({ ...typed, ecb_rate })}
      />
      <DecimalInput
        label={t('lateCharges.legalRate')}
        required
        value={typed.legal_rate}
        error={faultOf(set.error, 'legal_rate')}
        onChange={(legal_rate) => setTyped({ ...typed, legal_rate })}
      />
    </FormDialog>
  );
}
