import { Checkbox, Group, SimpleGrid, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Card } from '~/ui/Card';

import type { Part } from './part';

/** Who it is, by name and by its official numbers. The code stays once it is there. */
export function Identity({ draft, set, fault, isNew }: Part & { isNew: boolean }) {
  const { t } = useTranslation();
  const text = (field: 'code' | 'name' | 'email' | 'vat_id' | 'siren' | 'siret' | 'gln', label: string) => ({
    label,
    value: draft[field],
    error: fault(field),
    onChange: (event: { currentTarget: { value: string } }) => set({ [field]: event.currentTarget.value }),
  });
  return (
    <Card title={t('products.identity')}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          required
          data-autofocus={isNew || undefined}
          disabled={!isNew}
          maxLength={40}
          {...text('code', t('customers.code'))}
        />
        <TextInput required maxLength={200} {...text('name', t('customers.name'))} />
        <TextInput maxLength={20} {...text('siren', 'SIREN')} />
        <TextInput maxLength={20} {...text('siret', 'SIRET')} />
        <TextInput maxLength={20} {...text('vat_id', t('partner.vat'))} />
        <TextInput maxLength={20} {...text('gln', 'GLN')} />
        <TextInput type="email" maxLength={254} {...text('email', t('partner.email'))} />
      </SimpleGrid>
      <Group mt="md" gap="lg">
        <Checkbox
          label={t('common.customer')}
          checked={draft.isCustomer}
          error={fault('is_customer')}
          onChange={(event) => set({ isCustomer: event.currentTarget.checked })}
        />
        <Checkbox
          label={t('common.supplier')}
          checked={draft.isSupplier}
          error={fault('is_supplier')}
          onChange={(event) => set({ isSupplier: event.currentTarget.checked })}
        />
        <Checkbox
          label={t('partner.active')}
          checked={draft.isActive}
          error={fault('is_active')}
          onChange={(event) => set({ isActive: event.currentTarget.checked })}
        />
      </Group>
    </Card>
  );
}
