import { Select, SimpleGrid, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { OfCatalog } from '~/api/schemas';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';

import { unitChoices, type Part, type Unit } from './part';

const STATES = ['active', 'blocked', 'discontinued'] as const;

interface Props extends Part {
  isNew: boolean;
  families: readonly OfCatalog['FamilyOut'][];
  units: readonly Unit[];
}

/** What the product is called and where it belongs. SKU and stock unit stay once it is there. */
export function Identity({ draft, set, fault, isNew, families, units }: Props) {
  const { t, i18n } = useTranslation();
  const word = useWord();
  return (
    <Card title={t('products.identity')}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          required
          data-autofocus={isNew || undefined}
          label={t('products.sku')}
          maxLength={40}
          disabled={!isNew}
          value={draft.sku}
          error={fault('sku')}
          onChange={(event) => set({ sku: event.currentTarget.value })}
        />
        <Select
          label={t('record.stockUnit')}
          searchable
          disabled={!isNew}
          allowDeselect={false}
          data={unitChoices(units, i18n.language)}
          value={draft.stockUom}
          error={fault('stock_uom')}
          onChange={(code) => (code ? set({ stockUom: code }) : undefined)}
        />
        <TextInput
          label={t('record.nameFr')}
          maxLength={200}
          value={draft.nameFr}
          error={fault('name_fr')}
          onChange={(event) => set({ nameFr: event.currentTarget.value })}
        />
        <TextInput
          label={t('record.nameEn')}
          maxLength={200}
          value={draft.nameEn}
          error={fault('name_en')}
          onChange={(event) => set({ nameEn: event.currentTarget.value })}
        />
        <Select
          required
          searchable
          label={t('products.family')}
          data={families.map(({ code, name }) => ({ value: code, label: name }))}
          value={draft.family || null}
          error={fault('family_code')}
          onChange={(family) => set({ family: family ?? '' })}
        />
        <Select
          label={t('common.status')}
          allowDeselect={false}
          data={STATES.map((value) => ({ value, label: word('productStatus', value) }))}
          value={draft.status}
          error={fault('status')}
          onChange={(status) => set({ status: STATES.find((each) => each === status) ?? draft.status })}
        />
        <TextInput
          label={t('products.taxClass')}
          maxLength={40}
          value={draft.taxClass}
          error={fault('tax_class')}
          onChange={(event) => set({ taxClass: event.currentTarget.value })}
        />
        <TextInput
          label={t('products.hs')}
          maxLength={12}
          inputMode="numeric"
          value={draft.hs}
          error={fault('hs_code')}
          onChange={(event) => set({ hs: event.currentTarget.value })}
        />
      </SimpleGrid>
    </Card>
  );
}
