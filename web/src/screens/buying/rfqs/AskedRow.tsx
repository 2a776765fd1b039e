import { ActionIcon, Select, Text, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { useProduct } from '~/api/names';
import classes from '~/screens/sales/entry/entry.module.css';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { faultOf } from '~/ui/form/faults';
import { ProductPicker } from '~/ui/pickers/ProductPicker';

import type { AskedLine } from './rfq';

interface Props {
  line: AskedLine;
  position: number;
  error: unknown;
  onEdit: (part: Partial<AskedLine>) => void;
  onRemove: () => void;
}

/** One line of a request for quotes. */
export function AskedRow({ line, position, error, onEdit, onRemove }: Props) {
  const { t } = useTranslation();
  const number = position + 1;
  const product = useProduct(line.product);
  const fault = (field: string) => faultOf(error, `lines.${position}.${field}`);
  const packagings = [...new Set(['EACH', ...(product?.packagings ?? []).map(({ code }) => code)])];
  return (
    <li className={classes.row} aria-label={t('entry.line', { number })}>
      <div className={classes.fields}>
        <div className={classes.product}>
          <ProductPicker
            label={t('common.product')}
            isLabelHidden
            value={line.product}
            onChange={(chosen) => onEdit({ product: chosen, packaging: 'EACH' })}
          />
        </div>
        <DecimalInput
          w={100}
          aria-label={t('entry.quantityOf', { number })}
          value={line.quantity}
          error={fault('quantity')}
          onChange={(quantity) => onEdit({ quantity })}
        />
        <Select
          w={130}
          aria-label={t('entry.packagingOf', { number })}
          data={packagings}
          value={line.packaging}
          error={fault('packaging_code')}
          allowDeselect={false}
          onChange={(packaging) => onEdit({ packaging: packaging ?? 'EACH' })}
        />
        <TextInput
          type="date"
          w={150}
          aria-label={t('purchase.expectedOf', { number })}
          value={line.neededOn}
          error={fault('needed_on')}
          onChange={(event) => onEdit({ neededOn: event.currentTarget.value })}
        />
        <ActionIcon size={30} aria-label={t('prices.removeLine', { number })} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      </div>
      {(fault('product_id') ?? fault('request_line_id')) ? (
        <Text size="xs" c="red">
          {fault('product_id') ?? fault('request_line_id')}
        </Text>
      ) : null}
    </li>
  );
}
