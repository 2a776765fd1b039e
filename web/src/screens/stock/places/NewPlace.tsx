import { Select, SimpleGrid, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfInventory } from '~/api/schemas';
import { useWord } from '~/i18n/useWord';
import { FormDialog } from '~/ui/form/FormDialog';
import { faultOf } from '~/ui/form/faults';
import { WarehousePicker } from '~/ui/form/WarehousePicker';
import { useAct } from '~/ui/useAct';

type Kind = OfInventory['LocationIn']['kind'];

const KINDS: readonly Kind[] = ['storage', 'zone', 'receiving', 'shipping', 'quarantine', 'damaged', 'transit'];
const EMPTY = { warehouse: '', code: '', name: '', parent: '', walkOrder: '0' };

/** One more place of a site, in another one or at its top. */
export function NewPlace({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const word = useWord();
  const [typed, setTyped] = useState(EMPTY);
  const [kind, setKind] = useState<Kind>('storage');
  const add = useAct({
    act: () =>
      api.POST('/api/inventory/v1/locations', {
        body: {
          warehouse: typed.warehouse,
          code: typed.code.trim(),
          name: typed.name.trim(),
          parent: typed.parent.trim() || null,
          walk_order: Number(typed.walkOrder),
          kind,
        },
      }),
    done: () => t('places.kept', { code: typed.code }),
  });
  const field = (key: 'code' | 'name' | 'parent' | 'walkOrder', label: string, name: string) => ({
    label,
    value: typed[key],
    error: faultOf(add.error, name),
    onChange: (event: { currentTarget: { value: string } }) => setTyped({ ...typed, [key]: event.currentTarget.value }),
  });
  return (
    <FormDialog
      title={t('places.new')}
      action={t('common.add')}
      isReady={typed.warehouse !== '' && typed.code.trim() !== '' && /^\d{1,9}$/.test(typed.walkOrder.trim())}
      act={add}
      onClose={onClose}
    >
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <WarehousePicker
          value={typed.warehouse}
          error={faultOf(add.error, 'warehouse')}
          onChange={(warehouse) => setTyped({ ...typed, warehouse })}
        />
        <Select
          label={t('places.kind')}
          allowDeselect={false}
          data={KINDS.map((value) => ({ value, label: word('placeKind', value) }))}
          value={kind}
          error={faultOf(add.error, 'kind')}
          onChange={(chosen) => setKind(KINDS.find((each) => each === chosen) ?? kind)}
        />
        <TextInput required maxLength={40} {...field('code', t('record.code'), 'code')} />
        <TextInput maxLength={40} {...field('parent', t('places.parent'), 'parent')} />
        <TextInput maxLength={200} {...field('name', t('products.name'), 'name')} />
        <TextInput inputMode="numeric" {...field('walkOrder', t('places.order'), 'walk_order')} />
      </SimpleGrid>
    </FormDialog>
  );
}
