import { Checkbox, Group, Text, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useProduct } from '~/api/names';
import type { OfInventory } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { ProductName } from '~/ui/Name';

import type { Counted } from './counted';
import classes from './receive.module.css';

interface Props {
  line: OfInventory['ExpectedOut'];
  counted: Counted;
  fault: (field: string) => string | undefined;
  onEdit: (part: Partial<Counted>) => void;
}

/** One expected line; lot, expiry and serial numbers are asked where the product has them. */
export function CountedRow({ line, counted, fault, onEdit }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const product = useProduct(line.product_id);
  return (
    <div className={classes.row} role="group" aria-label={product?.sku ?? ''}>
      <div className={classes.product}>
        <Text fw={600}>
          <ProductName id={line.product_id} />
        </Text>
        <Text size="sm" c="dimmed" className="figure">
          {product?.sku} · {t('receive.outstanding', { quantity: format.number(line.outstanding) })}
        </Text>
      </div>
      <Group gap="sm" align="flex-start">
        <DecimalInput
          w={110}
          label={t('receive.good')}
          value={counted.good}
          error={fault('quantity')}
          onChange={(good) => onEdit({ good })}
        />
        <DecimalInput
          w={110}
          label={t('receive.damaged')}
          value={counted.damaged}
          onChange={(damaged) => onEdit({ damaged })}
        />
        {product?.tracking === 'lot' ? (
          <TextInput
            w={140}
            label={t('receive.lot')}
            value={counted.lot}
            error={fault('lot')}
            onChange={(event) => onEdit({ lot: event.currentTarget.value })}
          />
        ) : null}
        {product?.tracking === 'serial' ? (
          <Textarea
            size="xs"
            w={220}
            autosize
            label={t('receive.serials')}
            value={counted.serials}
            error={fault('serials')}
            onChange={(event) => onEdit({ serials: event.currentTarget.value })}
          />
        ) : null}
        {product?.is_expiry_tracked ? (
          <TextInput
            type="date"
            w={150}
            label={t('receive.expiresOn')}
            value={counted.expiresOn}
            error={fault('expires_on')}
            onChange={(event) => onEdit({ expiresOn: event.currentTarget.value })}
          />
        ) : null}
        <Checkbox
          mt={26}
          size="xs"
          label={t('receive.closeRest')}
          checked={counted.isRestClosed}
          onChange={(event) => onEdit({ isRestClosed: event.currentTarget.checked })}
        />
      </Group>
    </div>
  );
}
