import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useWord } from '~/i18n/useWord';
import { RowsCard } from '~/ui/form/RowsCard';
import { PartnerPicker } from '~/ui/pickers/PartnerPicker';
import { ProductPicker } from '~/ui/pickers/ProductPicker';

import { newPackaging, newSubstitute, newSupplier } from './draft';
import { unitChoices, type Part, type Unit } from './part';

const KINDS = ['substitute', 'replaced-by'] as const;

/** What it is bought, stocked and sold in, each with its barcode. */
export function Packagings({ draft, set, fault, units }: Part & { units: readonly Unit[] }) {
  const { t, i18n } = useTranslation();
  return (
    <RowsCard
      title={t('products.packagings')}
      rows={draft.packagings}
      blank={newPackaging}
      onChange={(packagings) => set({ packagings })}
    >
      {(row, edit, position) => (
        <>
          <TextInput
            w={110}
            required
            label={t('record.code')}
            maxLength={40}
            value={row.code}
            error={fault(`packagings.${position}.code`)}
            onChange={(event) => edit({ code: event.currentTarget.value })}
          />
          <Select
            flex="1 1 160px"
            searchable
            allowDeselect={false}
            label={t('products.uom')}
            data={unitChoices(units, i18n.language)}
            value={row.uom}
            error={fault(`packagings.${position}.uom`)}
            onChange={(uom) => edit({ uom: uom ?? row.uom })}
          />
          <TextInput
            w={110}
            required
            label={t('record.holds', { uom: draft.stockUom })}
            inputMode="numeric"
            value={row.holds}
            error={fault(`packagings.${position}.numerator`)}
            onChange={(event) => edit({ holds: event.currentTarget.value })}
          />
          <TextInput
            w={160}
            label="GTIN"
            inputMode="numeric"
            maxLength={14}
            value={row.gtin}
            error={fault(`packagings.${position}.gtin`)}
            onChange={(event) => edit({ gtin: event.currentTarget.value })}
          />
        </>
      )}
    </RowsCard>
  );
}

/** Who supplies it, and under which reference. */
export function SupplierReferences({ draft, set, fault }: Part) {
  const { t } = useTranslation();
  const packagings = draft.packagings.map(({ code }) => code).filter(Boolean);
  return (
    <RowsCard
      title={t('products.suppliers')}
      rows={draft.suppliers}
      blank={newSupplier}
      onChange={(suppliers) => set({ suppliers })}
    >
      {(row, edit, position) => (
        <>
          <PartnerPicker
            w={200}
            side="supplier"
            label={t('common.supplier')}
            value={row.supplier}
            onChange={(supplier) => edit({ supplier })}
          />
          <TextInput
            flex="1 1 130px"
            required
            label={t('record.hisSku')}
            maxLength={80}
            value={row.sku}
            error={fault(`suppliers.${position}.supplier_sku`) ?? fault(`suppliers.${position}.supplier_id`)}
            onChange={(event) => edit({ sku: event.currentTarget.value })}
          />
          <Select
            w={120}
            allowDeselect={false}
            label={t('record.packaging')}
            data={[...new Set([...packagings, row.packaging])]}
            value={row.packaging}
            error={fault(`suppliers.${position}.packaging_code`)}
            onChange={(packaging) => edit({ packaging: packaging ?? row.packaging })}
          />
          <TextInput
            w={90}
            inputMode="numeric"
            label={t('rfqs.days')}
            value={row.leadTime}
            error={fault(`suppliers.${position}.lead_time_days`)}
            onChange={(event) => edit({ leadTime: event.currentTarget.value })}
          />
        </>
      )}
    </RowsCard>
  );
}

/** What may go instead, the best first. */
export function Substitutes({ draft, set, fault }: Part) {
  const { t } = useTranslation();
  const word = useWord();
  return (
    <RowsCard
      title={t('record.substitutes')}
      rows={draft.substitutes}
      blank={newSubstitute}
      onChange={(substitutes) => set({ substitutes })}
    >
      {(row, edit, position) => (
        <>
          <ProductPicker
            w={280}
            label={t('common.product')}
            value={row.product}
            onChange={(product) => edit({ product })}
          />
          <Select
            flex="1 1 160px"
            allowDeselect={false}
            label={t('record.kind')}
            data={KINDS.map((value) => ({ value, label: word('substituteKind', value) }))}
            value={row.kind}
            error={fault(`substitutes.${position}.product_id`)}
            onChange={(kind) => edit({ kind: KINDS.find((each) => each === kind) ?? row.kind })}
          />
        </>
      )}
    </RowsCard>
  );
}
