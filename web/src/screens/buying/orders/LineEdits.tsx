import { Checkbox, Group, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useProduct } from '~/api/names';
import type { OfPurchasing } from '~/api/schemas';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { ProductName } from '~/ui/Name';

import classes from '../../stock/receive/receive.module.css';
import type { Edit, Edits } from './changes';

interface Props {
  lines: readonly OfPurchasing['LineOut'][];
  edits: Edits;
  mayCancelRest?: boolean;
  onEdit: (edits: Edits) => void;
}

/** Quantity, price and day of each line, to be typed over. */
export function LineEdits({ lines, edits, mayCancelRest = false, onEdit }: Props) {
  return lines.map((line) => {
    const edit = edits[line.id];
    return edit ? (
      <EditRow
        key={line.id}
        line={line}
        edit={edit}
        mayCancelRest={mayCancelRest}
        onEdit={(part) => onEdit({ ...edits, [line.id]: { ...edit, ...part } })}
      />
    ) : null;
  });
}

interface RowProps {
  line: OfPurchasing['LineOut'];
  edit: Edit;
  mayCancelRest: boolean;
  onEdit: (part: Partial<Edit>) => void;
}

function EditRow({ line, edit, mayCancelRest, onEdit }: RowProps) {
  const { t } = useTranslation();
  const product = useProduct(line.product_id);
  return (
    <div className={classes.row} role="group" aria-label={product?.sku ?? ''}>
      <div className={classes.product}>
        <Text fw={600}>
          <ProductName id={line.product_id} />
        </Text>
        <Text size="sm" c="dimmed">
          {product?.sku} · {line.packaging_code}
        </Text>
      </div>
      <Group gap="xs" align="flex-end">
        <DecimalInput
          w={100}
          label={t('common.quantity')}
          value={edit.quantity}
          onChange={(quantity) => onEdit({ quantity })}
        />
        <DecimalInput w={100} label={t('purchase.price')} value={edit.price} onChange={(price) => onEdit({ price })} />
        <TextInput
          type="date"
          w={150}
          label={t('buying.expectedOn')}
          value={edit.expectedOn}
          onChange={(event) => onEdit({ expectedOn: event.currentTarget.value })}
        />
        {mayCancelRest ? (
          <Checkbox
            mb={8}
            size="xs"
            label={t('revision.cancelRest')}
            checked={edit.isRestCancelled}
            onChange={(event) => onEdit({ isRestCancelled: event.currentTarget.checked })}
          />
        ) : null}
      </Group>
    </div>
  );
}
