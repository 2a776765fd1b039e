import { Checkbox, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { DecimalInput } from '~/ui/form/DecimalInput';

import type { Part } from './part';

const TRACKINGS = ['none', 'lot', 'serial'] as const;
const METHODS = ['avco', 'fifo', 'lot'] as const;

/** How its stock is followed and what it is worth. */
export function Tracking({ draft, set, fault }: Part) {
  const { t } = useTranslation();
  const word = useWord();
  const isTracked = draft.tracking !== 'none';
  return (
    <Card title={t('record.keeping')}>
      <Stack gap="sm">
        <Select
          label={t('products.costing')}
          allowDeselect={false}
          data={METHODS.map((value) => ({ value, label: word('costingMethod', value) }))}
          value={draft.costing}
          error={fault('costing_method')}
          onChange={(it) => set({ costing: METHODS.find((each) => each === it) ?? draft.costing })}
        />
        <Select
          label={t('products.tracking')}
          allowDeselect={false}
          data={TRACKINGS.map((value) => ({ value, label: word('tracking', value) }))}
          value={draft.tracking}
          error={fault('tracking')}
          onChange={(it) => set({ tracking: TRACKINGS.find((each) => each === it) ?? draft.tracking })}
        />
        {isTracked ? (
          <Checkbox
            label={t('record.expires')}
            checked={draft.isExpiryTracked}
            error={fault('is_expiry_tracked')}
            onChange={(event) => set({ isExpiryTracked: event.currentTarget.checked })}
          />
        ) : null}
        {isTracked && draft.isExpiryTracked ? (
          <TextInput
            label={t('record.shelfLife')}
            inputMode="numeric"
            value={draft.shelfLife}
            error={fault('shelf_life_days')}
            onChange={(event) => set({ shelfLife: event.currentTarget.value })}
          />
        ) : null}
      </Stack>
    </Card>
  );
}

/** What one stock unit weighs and measures. */
export function Measures({ draft, set, fault }: Part) {
  const { t } = useTranslation();
  return (
    <Card title={t('record.measures')}>
      <SimpleGrid cols={2}>
        <DecimalInput
          label={t('products.weight')}
          value={draft.weight}
          error={fault('weight_kg')}
          onChange={(weight) => set({ weight })}
        />
        <DecimalInput
          label={t('record.volume')}
          value={draft.volume}
          error={fault('volume_m3')}
          onChange={(volume) => set({ volume })}
        />
        {(['length', 'width', 'height'] as const).map((side) => (
          <TextInput
            key={side}
            label={t(`record.${side}`)}
            inputMode="numeric"
            value={draft[side]}
            error={fault(`${side}_mm`)}
            onChange={(event) => set({ [side]: event.currentTarget.value })}
          />
        ))}
      </SimpleGrid>
    </Card>
  );
}
