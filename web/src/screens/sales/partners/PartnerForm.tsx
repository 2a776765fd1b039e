import { Checkbox, Stack } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Refused } from '~/api/problem';
import { useMay } from '~/auth/usePerson';
import { faultOf } from '~/ui/form/faults';
import { RecordForm } from '~/ui/form/RecordForm';

import { fieldsOf, type Draft } from './draft';
import { Identity } from './Identity';
import { Accounts, Addresses, Contacts } from './Rows';
import { Terms } from './Terms';

interface Props {
  title: string;
  start: Draft;
  isNew: boolean;
  save: UseMutationResult<unknown, Error, Draft>;
}

/** The whole record of a customer or supplier. What is wrong is said at its field. */
export function PartnerForm({ title, start, isNew, save }: Props) {
  const { t } = useTranslation();
  const seesAccounts = useMay()('catalog.bank-accounts.read');
  const [draft, setDraft] = useState(start);
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const fault = (field: string) => faultOf(save.error, field);
  const part = { draft, set, fault };
  const isReady = fieldsOf(draft, seesAccounts) !== null && draft.code.trim() !== '';
  const isTwin = save.error instanceof Refused && save.error.slug === 'partner-probably-known';
  return (
    <RecordForm
      title={title}
      note={isNew ? t('partner.newHint') : t('record.waitHint')}
      isReady={isReady}
      isSaving={save.isPending}
      error={save.error}
      onSave={() => save.mutate(draft)}
      before={
        isNew && (isTwin || draft.isNoDuplicate) ? (
          <Checkbox
            my="sm"
            label={t('partner.noDuplicate')}
            checked={draft.isNoDuplicate}
            onChange={(event) => set({ isNoDuplicate: event.currentTarget.checked })}
          />
        ) : null
      }
      main={
        <Stack gap="md">
          <Identity {...part} isNew={isNew} />
          <Addresses {...part} />
          <Contacts {...part} />
          {seesAccounts ? <Accounts {...part} /> : null}
        </Stack>
      }
      aside={<Terms {...part} />}
    />
  );
}
