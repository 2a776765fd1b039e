import { Stack } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';
import { faultOf } from '~/ui/form/faults';
import { RecordForm } from '~/ui/form/RecordForm';

import { fieldsOf, type Draft } from './draft';
import { Identity } from './Identity';
import { Measures, Tracking } from './Keeping';
import { Attributes, Images } from './Said';
import { Packagings, Substitutes, SupplierReferences } from './Rows';

interface Props {
  title: ReactNode;
  start: Draft;
  isNew: boolean;
  save: UseMutationResult<unknown, Error, Draft>;
}

/** The whole record of a product. What is wrong is said at its field. */
export function ProductForm({ title, start, isNew, save }: Props) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(start);
  const families = hooks.useQuery('get', '/api/catalog/v1/families', { params: { query: { limit: 200 } } });
  const uoms = hooks.useQuery('get', '/api/catalog/v1/uoms');
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const fault = (field: string) => faultOf(save.error, field);
  const part = { draft, set, fault };
  const isReady = fieldsOf(draft) !== null && draft.sku.trim() !== '';
  const units = uoms.data?.items ?? [];
  const known = families.data?.items ?? [];
  return (
    <RecordForm
      title={title}
      note={isNew ? t('record.newHint') : t('record.waitHint')}
      isReady={isReady}
      isSaving={save.isPending}
      error={save.error}
      onSave={() => save.mutate(draft)}
      main={
        <Stack gap="md">
          <Identity {...part} isNew={isNew} families={known} units={units} />
          <Packagings {...part} units={units} />
          <SupplierReferences {...part} />
          <Substitutes {...part} />
          <Images {...part} />
        </Stack>
      }
      aside={
        <Stack gap="md">
          <Tracking {...part} />
          <Measures {...part} />
          <Attributes {...part} families={known} />
        </Stack>
      }
    />
  );
}
