import { Button, Text, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { faultOf } from '~/ui/form/faults';
import { FormDialog } from '~/ui/form/FormDialog';
import { useAct } from '~/ui/useAct';

/** A fiscal year that does not have the twelve months of the calendar. */
export function NewYear() {
  const { t } = useTranslation();
  const may = useMay();
  const [isOpen, setIsOpen] = useState(false);
  const [typed, setTyped] = useState({ starts_on: '', ends_on: '' });
  const declare = useAct({
    act: () => api.POST('/api/accounting/v1/fiscal-years', { body: typed }),
    done: () => t('years.declaredDone'),
  });
  if (!may('accounting.periods.write')) return null;
  const field = (key: 'starts_on' | 'ends_on') => ({
    type: 'date',
    required: true,
    label: t(`years.${key}`),
    value: typed[key],
    error: faultOf(declare.error, key),
    onChange: (event: { currentTarget: { value: string } }) => setTyped({ ...typed, [key]: event.currentTarget.value }),
  });
  return (
    <>
      <Button
        size="sm"
        variant="default"
        leftSection={<IconPlus size={16} />}
        onClick={() => {
          declare.reset();
          setIsOpen(true);
        }}
      >
        {t('years.declare')}
      </Button>
      {isOpen ? (
        <FormDialog
          title={t('years.declare')}
          action={t('common.save')}
          isReady
          act={declare}
          onClose={() => setIsOpen(false)}
          size="md"
        >
          <Text c="dimmed">{t('years.declareHint')}</Text>
          <TextInput data-autofocus {...field('starts_on')} />
          <TextInput {...field('ends_on')} />
        </FormDialog>
      ) : null}
    </>
  );
}
