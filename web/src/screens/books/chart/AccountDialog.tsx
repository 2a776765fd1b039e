import { Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { faultOf } from '~/ui/form/faults';
import { FormDialog } from '~/ui/form/FormDialog';
import { useAct } from '~/ui/useAct';

import { nameOf, parentOf, type Account } from './chart';

interface Props {
  account: Account | null; // none: a new one
  accounts: readonly Account[];
  onClose: () => void;
}

/** An account of one's own: the code says which account it is a part of. */
export function AccountDialog({ account, accounts, onClose }: Props) {
  const { t, i18n } = useTranslation();
  const [typed, setTyped] = useState({
    code: account?.code ?? '',
    name_fr: account?.name_fr ?? '',
    name_en: account?.name_en ?? '',
  });
  const code = typed.code.trim();
  const parent = parentOf(code, accounts);
  const save = useAct({
    act: () => {
      const names = { name_fr: typed.name_fr.trim(), name_en: typed.name_en.trim() };
      return account
        ? api.PUT('/api/accounting/v1/accounts/{code}', { params: { path: { code } }, body: names })
        : api.POST('/api/accounting/v1/accounts', { body: { code, ...names } });
    },
    done: () => t('chart.saved', { code }),
  });
  const isTaken = !account && accounts.some((each) => each.code === code);
  const isNamed = typed.name_fr.trim() !== '' && typed.name_en.trim() !== '';
  const name = (key: 'name_fr' | 'name_en') => (
    <TextInput
      label={t(`chart.${key}`)}
      required
      value={typed[key]}
      error={faultOf(save.error, key)}
      onChange={(event) => setTyped({ ...typed, [key]: event.currentTarget.value })}
    />
  );
  return (
    <FormDialog
      title={account ? t('chart.edit', { code }) : t('chart.add')}
      action={t('common.save')}
      isReady={isNamed && (account !== null || (parent !== undefined && !isTaken))}
      act={save}
      onClose={onClose}
      size="md"
    >
      {account ? null : (
        <>
          <Text c="dimmed">{t('chart.addHint')}</Text>
          <TextInput
            label={t('chart.code')}
            required
            data-autofocus
            inputMode="numeric"
            autoComplete="off"
            maxLength={12}
            value={typed.code}
            description={parent ? t('chart.partOf', { name: `${parent.code} ${nameOf(parent, i18n.language)}` }) : null}
            error={isTaken ? t('chart.taken') : faultOf(save.error, 'code')}
            onChange={(event) => setTyped({ ...typed, code: event.currentTarget.value.replace(/\D/g, '') })}
          />
        </>
      )}
      {name('name_fr')}
      {name('name_en')}
    </FormDialog>
  );
}
