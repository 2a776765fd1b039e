import { Select, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useWord } from '~/i18n/useWord';
import { RowsCard } from '~/ui/form/RowsCard';

import { newAccount, newAddress, newContact, type AccountRow, type AddressRow, type ContactRow } from './draft';
import type { Part } from './part';

const KINDS = ['both', 'billing', 'delivery'] as const;
const LINES = [
  ['name', 160],
  ['line1', 220],
  ['line2', 160],
  ['postal_code', 90],
  ['city', 140],
  ['country', 70],
  ['gln', 140],
] as const satisfies readonly (readonly [keyof AddressRow, number])[];
const SAID = ['name', 'role', 'email', 'phone'] as const satisfies readonly (keyof ContactRow)[];
const ACCOUNT = ['iban', 'bic', 'holder'] as const satisfies readonly (keyof AccountRow)[];

/** Where invoices and goods go. */
export function Addresses({ draft, set, fault }: Part) {
  const { t } = useTranslation();
  const word = useWord();
  return (
    <RowsCard
      title={t('partner.addresses')}
      rows={draft.addresses}
      blank={newAddress}
      onChange={(addresses) => set({ addresses })}
    >
      {(row, edit, position) => (
        <>
          <Select
            w={150}
            allowDeselect={false}
            label={t('partner.kind')}
            data={KINDS.map((value) => ({ value, label: word('addressKind', value) }))}
            value={row.kind}
            onChange={(kind) => edit({ kind: KINDS.find((each) => each === kind) ?? row.kind })}
          />
          {LINES.map(([field, width]) => (
            <TextInput
              key={field}
              flex={`1 1 ${width}px`}
              maw={field === 'country' ? width : undefined}
              required={field === 'line1' || field === 'country'}
              label={t(`partner.${field}`)}
              maxLength={field === 'country' ? 2 : 200}
              value={row[field]}
              error={fault(`addresses.${position}.${field}`)}
              onChange={(event) => {
                const typed = event.currentTarget.value;
                edit({ [field]: field === 'country' ? typed.toUpperCase() : typed });
              }}
            />
          ))}
          <Textarea
            flex="1 1 100%"
            autosize
            label={t('partner.instructions')}
            maxLength={1000}
            value={row.instructions}
            error={fault(`addresses.${position}.instructions`)}
            onChange={(event) => edit({ instructions: event.currentTarget.value })}
          />
        </>
      )}
    </RowsCard>
  );
}

/** Whom one calls there. */
export function Contacts({ draft, set, fault }: Part) {
  const { t } = useTranslation();
  return (
    <RowsCard
      title={t('partner.contacts')}
      rows={draft.contacts}
      blank={newContact}
      onChange={(contacts) => set({ contacts })}
    >
      {(row, edit, position) =>
        SAID.map((field) => (
          <TextInput
            key={field}
            flex="1 1 150px"
            required={field === 'name'}
            label={t(`partner.${field === 'name' ? 'contact' : field}`)}
            maxLength={field === 'role' || field === 'phone' ? 80 : 200}
            value={row[field]}
            error={fault(`contacts.${position}.${field}`)}
            onChange={(event) => edit({ [field]: event.currentTarget.value })}
          />
        ))
      }
    </RowsCard>
  );
}

/** Where it is paid. */
export function Accounts({ draft, set, fault }: Part) {
  const { t } = useTranslation();
  return (
    <RowsCard
      title={t('partner.accounts')}
      rows={draft.accounts}
      blank={newAccount}
      onChange={(accounts) => set({ accounts })}
    >
      {(row, edit, position) =>
        ACCOUNT.map((field) => (
          <TextInput
            key={field}
            flex={`1 1 ${field === 'iban' ? 260 : 130}px`}
            required={field === 'iban'}
            label={field === 'holder' ? t('partner.holder') : field.toUpperCase()}
            maxLength={field === 'bic' ? 11 : 200}
            value={row[field]}
            error={fault(`bank_accounts.${position}.${field}`)}
            onChange={(event) => edit({ [field]: event.currentTarget.value })}
          />
        ))
      }
    </RowsCard>
  );
}
