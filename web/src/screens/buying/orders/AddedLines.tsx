import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useProduct } from '~/api/names';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { faultOf } from '~/ui/form/faults';
import { RowsCard } from '~/ui/form/RowsCard';
import { ProductPicker } from '~/ui/pickers/ProductPicker';

import { newAdded, type Added } from './changes';

interface Props {
  added: readonly Added[];
  error: unknown;
  onChange: (added: readonly Added[]) => void;
}

/** Lines that the order has not had before. */
export function AddedLines({ added, error, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <RowsCard title={t('revisionLines.added')} rows={added} blank={newAdded} onChange={onChange}>
      {(row, edit, position) => (
        <AddedRow row={row} edit={edit} fault={(field) => faultOf(error, `added.${position}.${field}`)} />
      )}
    </RowsCard>
  );
}

interface RowProps {
  row: Added;
  edit: (part: Partial<Added>) => void;
  fault: (field: string) => string | undefined;
}

function AddedRow({ row, edit, fault }: RowProps) {
  const { t } = useTranslation();
  const product = useProduct(row.product);
  const packagings = [...new Set(['EACH', ...(product?.packagings ?? []).map(({ code }) => code)])];
  return (
    <>
      <ProductPicker
        w={220}
        label={t('common.product')}
        value={row.product}
        onChange={(chosen) => edit({ product: chosen, packaging: 'EACH' })}
      />
      <Select
        w={120}
        allowDeselect={false}
        label={t('record.packaging')}
        data={packagings}
        value={row.packaging}
        error={fault('packaging_code') ?? fault('product_id')}
        onChange={(packaging) => edit({ packaging: packaging ?? row.packaging })}
      />
      <DecimalInput
        w={90}
        label={t('common.quantity')}
        value={row.quantity}
        error={fault('quantity')}
        onChange={(quantity) => edit({ quantity })}
      />
      <DecimalInput
        w={90}
        label={t('purchase.price')}
        value={row.price}
        error={fault('unit_price')}
        onChange={(price) => edit({ price })}
      />
      <TextInput
        type="date"
        w={145}
        label={t('buying.expectedOn')}
        value={row.expectedOn}
        error={fault('expected_on')}
        onChange={(event) => edit({ expectedOn: event.currentTarget.value })}
      />
    </>
  );
}
