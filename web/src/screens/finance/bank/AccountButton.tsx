import { Button, TextInput } from '@mantine/core';
import { IconBuildingBank } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { faultOf } from '~/ui/form/faults';
import { FormDialog } from '~/ui/form/FormDialog';
import { useAct } from '~/ui/useAct';

const EMPTY = { name: '', account: '', ledger_account: '512' };

/** Tell the books of an account of ours: statements of others are refused. */
export function AccountButton() {
  const { t } = useTranslation();
  const may = useMay();
  const [isOpen, setIsOpen] = useState(false);
  const [typed, setTyped] = useState(EMPTY);
  const add = useAct({
    act: () => api.POST('/api/accounting/v1/bank-accounts', { body: { ...typed, bic: '' } }),
    done: () => t('bank.accountAdded', { name: typed.name }),
  });
  if (!may('accounting.bank-accounts.write')) return null;
  const field = (key: keyof typeof EMPTY, label: string) => ({
    label,
    required: true,
    value: typed[key],
    error: faultOf(add.error, key),
    onChange: (event: { currentTarget: { value: string } }) => setTyped({ ...typed, [key]: event.currentTarget.value }),
  });
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        leftSection={<IconBuildingBank size={15} />}
        onClick={() => {
          setTyped(EMPTY);
          add.reset();
          setIsOpen(true);
        }}
      >
        {t('bank.addAccount')}
      </Button>
      {isOpen ? (
        <FormDialog
          title={t('bank.addAccount')}
          action={t('common.save')}
          isReady
          act={add}
          onClose={() => setIsOpen(false)}
          size="md"
        >
          <TextInput data-autofocus {...field('name', t('bank.accountName'))} />
          <TextInput {...field('account', t('bank.iban'))} />
          <TextInput {...field('ledger_account', t('bank.ledgerAccount'))} />
        </FormDialog>
      ) : null}
    </>
  );
}
