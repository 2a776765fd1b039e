import { Group, NumberInput, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useProduct } from '~/api/names';
import type { OfInventory } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { ProductName } from '~/ui/Name';

import type { Counted } from './received';

interface Props {
  line: OfInventory['ExpectedOut'];
  value: Counted;
  fault: string | undefined;
  onChange: (value: Counted) => void;
}

/** One expected line: how much came, how much of it is damaged, and of which lot where the product has lots. */
export function CountedLine({ line, value, fault, onChange }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const product = useProduct(line.product_id);
  const hasLots = product?.tracking === 'lot';
  const name = product?.sku ?? '';
  return (
    <Group gap="sm" align="flex-start" wrap="wrap">
      <div style={{ flex: '1 1 240px', paddingTop: 22 }}>
        <Text size="md" fw={550}>
          <ProductName id={line.product_id} />
        </Text>
        <Text size="sm" c="dimmed">
          {name} · {t('receiving.outstanding', { quantity: format.number(line.outstanding) })}
        </Text>
      </div>
      <NumberInput
        w={120}
        min={0}
        decimalScale={6}
        label={t('receiving.came')}
        aria-label={t('receiving.cameOf', { sku: name })}
        value={value.received}
        error={fault}
        onChange={(received) => onChange({ ...value, received: String(received) })}
      />
      <NumberInput
        w={120}
        min={0}
        decimalScale={6}
        label={t('receiving.damaged')}
        aria-label={t('receiving.damagedOf', { sku: name })}
        placeholder="0"
        value={value.damaged}
        onChange={(damaged) => onChange({ ...value, damaged: String(damaged) })}
      />
      {hasLots ? (
        <>
          <TextInput
            w={140}
            label={t('receiving.lot')}
            required
            maxLength={50}
            value={value.lot}
            onChange={(event) => onChange({ ...value, lot: event.currentTarget.value })}
          />
          <TextInput
            w={150}
            type="date"
            label={t('receiving.expires')}
            value={value.expires}
            onChange={(event) => onChange({ ...value, expires: event.currentTarget.value })}
          />
        </>
      ) : null}
    </Group>
  );
}
