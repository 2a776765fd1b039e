import { Button, Select, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPencil } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfCatalog } from '~/api/schemas';
import { useWord } from '~/i18n/useWord';
import { FormDialog } from '~/ui/form/FormDialog';
import { useUndo } from '~/ui/useUndo';

import { asBefore, type Change, type Part } from './asBefore';

type Product = OfCatalog['ProductOut'];
type Family = OfCatalog['FamilyOut'];

type Changed = OfCatalog['ChangedProductOut'];

const STATES = ['active', 'blocked', 'discontinued'] as const;

interface Props {
  products: readonly Product[];
  families: readonly Family[];
  onDone: () => void;
}

/** The same change of many products: all of them, or none. What is left empty stays. */
export function BulkEdit({ products, families, onDone }: Props) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" variant="default" leftSection={<IconPencil size={16} />} onClick={() => setOpen(true)}>
        {t('record.bulk', { count: products.length })}
      </Button>
      {isOpen ? (
        <BulkDialog products={products} families={families} onDone={onDone} onClose={() => setOpen(false)} />
      ) : null}
    </>
  );
}

function BulkDialog({ products, families, onDone, onClose }: Props & { onClose: () => void }) {
  const { t } = useTranslation();
  const word = useWord();
  const queries = useQueryClient();
  const offerUndo = useUndo();
  const [family, setFamily] = useState('');
  const [status, setStatus] = useState<Product['status'] | null>(null);
  const [taxClass, setTaxClass] = useState('');
  const part: Part = {
    ...(family ? { family_code: family } : {}),
    ...(status ? { status } : {}),
    ...(taxClass.trim() ? { tax_class: taxClass.trim() } : {}),
  };
  const change = useMutation({
    mutationFn: () => patch(products.map(({ id, version }) => ({ id, version, ...part }))),
    onSuccess: async (changed) => {
      const isWaiting = changed.some((it) => it.change_request_id);
      const message = t('record.changed', { count: products.length });
      if (isWaiting) {
        notifications.show({ color: 'green', message });
        notifications.show({ message: t('record.waits') });
      } else {
        offerUndo({ message, undo: () => patch(asBefore(products, changed, part)) });
      }
      await queries.invalidateQueries();
      onDone();
    },
  });
  return (
    <FormDialog
      title={t('record.bulk', { count: products.length })}
      action={t('common.save')}
      isReady={Boolean(family || status || taxClass.trim())}
      act={change}
      onClose={onClose}
    >
      <Text c="dimmed">{t('record.bulkHint')}</Text>
      <Stack gap="sm">
        <Select
          data-autofocus
          openOnFocus={false}
          clearable
          searchable
          label={t('products.family')}
          data={families.map(({ code, name }) => ({ value: code, label: name }))}
          value={family || null}
          onChange={(code) => setFamily(code ?? '')}
        />
        <Select
          clearable
          label={t('common.status')}
          data={STATES.map((value) => ({ value, label: word('productStatus', value) }))}
          value={status}
          onChange={(value) => setStatus(STATES.find((each) => each === value) ?? null)}
        />
        <TextInput
          label={t('products.taxClass')}
          maxLength={40}
          value={taxClass}
          onChange={(event) => setTaxClass(event.currentTarget.value)}
        />
      </Stack>
    </FormDialog>
  );
}

/** All of them, or none; what is left out stays. */
async function patch(changes: readonly Change[]): Promise<Changed[]> {
  const body = { products: changes as OfCatalog['ProductChangeIn'][] };
  return (await api.PATCH('/api/catalog/v1/products/bulk', { body })).data?.items ?? [];
}
