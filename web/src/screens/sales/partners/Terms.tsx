import { Checkbox, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { Card } from '~/ui/Card';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { PartnerPicker } from '~/ui/pickers/PartnerPicker';

import type { Part } from './part';

/** How one trades with it: language, money, days, and who looks after it. */
export function Terms({ draft, set, fault }: Part) {
  const { t, i18n } = useTranslation();
  const mayCredit = useMay()('catalog.credit.write');
  const terms = hooks.useQuery('get', '/api/catalog/v1/payment-terms', { params: { query: { limit: 200 } } });
  const choices = (terms.data?.items ?? []).map((each) => ({
    value: each.code,
    label: `${each.code} · ${i18n.language === 'fr' ? each.name_fr : each.name_en}`,
  }));
  const text = (field: 'segment' | 'salesperson' | 'channel' | 'currency', label: string) => (
    <TextInput
      label={label}
      maxLength={field === 'currency' ? 3 : 80}
      value={draft[field]}
      error={fault(field)}
      onChange={(event) => set({ [field]: event.currentTarget.value })}
    />
  );
  return (
    <Card title={t('partner.terms')}>
      <Stack gap="sm">
        <Select
          clearable
          searchable
          label={t('customers.terms')}
          data={choices}
          value={draft.termsCode || null}
          error={fault('payment_terms_code')}
          onChange={(code) => set({ termsCode: code ?? '' })}
        />
        <SimpleGrid cols={2}>
          <TextInput
            label={t('partner.days')}
            inputMode="numeric"
            disabled={draft.termsCode !== ''}
            value={draft.paymentDays}
            error={fault('payment_days')}
            onChange={(event) => set({ paymentDays: event.currentTarget.value })}
          />
          {text('currency', t('suppliers.currency'))}
          <Select
            label={t('partner.language')}
            allowDeselect={false}
            data={[
              { value: 'fr', label: t('app.french') },
              { value: 'en', label: t('app.english') },
            ]}
            value={draft.language}
            onChange={(language) => set({ language: language === 'en' ? 'en' : 'fr' })}
          />
          <TextInput
            label={t('partner.shelfLife')}
            inputMode="numeric"
            value={draft.minimumShelfLife}
            error={fault('minimum_shelf_life_days')}
            onChange={(event) => set({ minimumShelfLife: event.currentTarget.value })}
          />
        </SimpleGrid>
        {draft.isCustomer ? (
          <>
            <DecimalInput
              label={t('customers.creditLimit')}
              placeholder={t('customers.unlimited')}
              disabled={!mayCredit}
              value={draft.creditLimit}
              error={fault('credit_limit')}
              onChange={(creditLimit) => set({ creditLimit })}
            />
            <Checkbox
              label={t('customers.onHold')}
              disabled={!mayCredit}
              checked={draft.isOnHold}
              error={fault('is_on_credit_hold')}
              onChange={(event) => set({ isOnHold: event.currentTarget.checked })}
            />
            {text('segment', t('customers.segment'))}
            {text('salesperson', t('customers.salesperson'))}
            {text('channel', t('customers.channel'))}
            <PartnerPicker
              side="customer"
              label={t('partner.billTo')}
              value={draft.billTo}
              onChange={(billTo) => set({ billTo })}
            />
          </>
        ) : null}
      </Stack>
    </Card>
  );
}
