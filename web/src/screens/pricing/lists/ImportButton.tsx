import { Button, Checkbox, FileInput, SimpleGrid, Text, TextInput } from '@mantine/core';
import { IconFileSpreadsheet, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { useWord } from '~/i18n/useWord';
import { Choice } from '~/ui/Choice';
import { faultOf } from '~/ui/form/faults';
import { PartnerPicker } from '~/ui/pickers/PartnerPicker';
import { useAct } from '~/ui/useAct';

import { FormDialog } from '~/ui/form/FormDialog';
import { today } from '../shared/scope';

const SCOPES = ['list', 'segment', 'customer'] as const;

/** Take a file of prices: it is compared with what holds, nothing changes yet. */
export function ImportButton() {
  const { t } = useTranslation();
  const may = useMay();
  const [isOpen, setIsOpen] = useState(false);
  if (!may('pricing.prices.write')) return null;
  return (
    <>
      <Button leftSection={<IconUpload size={15} />} onClick={() => setIsOpen(true)}>
        {t('priceLists.import')}
      </Button>
      {isOpen ? <ImportDialog onClose={() => setIsOpen(false)} /> : null}
    </>
  );
}

function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const word = useWord();
  const navigate = useNavigate();
  const [file, setFile] = useState<File | null>(null);
  const [typed, setTyped] = useState({ name: '', key: '', currency: 'EUR', from: today(), isComplete: false });
  const [scope, setScope] = useState<(typeof SCOPES)[number]>('list');
  const set = (part: Partial<typeof typed>) => setTyped((before) => ({ ...before, ...part }));
  const review = useAct({
    act: async () => {
      const query = {
        name: typed.name.trim(),
        scope,
        scope_key: scope === 'list' ? '' : typed.key.trim(),
        currency: typed.currency.trim().toUpperCase(),
        effective_from: typed.from,
        is_complete: typed.isComplete,
      };
      const { data } = await api.POST('/api/pricing/v1/price-lists/csv', {
        params: { query },
        body: '',
        bodySerializer: () => file,
        headers: { 'Content-Type': 'text/csv' },
      });
      if (data) await navigate(`/price-lists/${data.id}`);
    },
    done: () => t('priceLists.reviewed'),
  });
  const isReady =
    file !== null && typed.name.trim() !== '' && typed.from !== '' && (scope === 'list' || typed.key !== '');
  return (
    <FormDialog
      title={t('priceLists.import')}
      action={t('priceLists.review')}
      isReady={isReady}
      act={review}
      onClose={onClose}
    >
      <Text c="dimmed">{t('priceLists.importHint')}</Text>
      <FileInput
        label={t('priceLists.file')}
        placeholder={t('priceLists.chooseFile')}
        leftSection={<IconFileSpreadsheet size={16} />}
        accept=".csv,.txt,.xlsx,text/csv"
        required
        value={file}
        onChange={(chosen) => {
          setFile(chosen);
          if (chosen && !typed.name) set({ name: chosen.name.replace(/\.\w+$/, '') });
        }}
      />
      <TextInput
        label={t('pricing.name')}
        required
        maxLength={120}
        value={typed.name}
        error={faultOf(review.error, 'name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Choice
        label={t('priceLists.forWhom')}
        value={scope}
        onChange={(value) => {
          setScope(value);
          set({ key: '' });
        }}
        options={SCOPES.map((value) => ({ value, label: word('priceScope', value) }))}
      />
      {scope === 'segment' ? (
        <TextInput
          label={t('priceLists.segmentKey')}
          required
          value={typed.key}
          error={faultOf(review.error, 'scope_key')}
          onChange={(event) => set({ key: event.currentTarget.value })}
        />
      ) : null}
      {scope === 'customer' ? (
        <PartnerPicker
          side="customer"
          label={t('common.customer')}
          value={typed.key}
          onChange={(key) => set({ key })}
        />
      ) : null}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          type="date"
          label={t('priceLists.starts')}
          required
          value={typed.from}
          error={faultOf(review.error, 'effective_from')}
          onChange={(event) => set({ from: event.currentTarget.value })}
        />
        <TextInput
          label={t('pricing.currency')}
          maxLength={3}
          value={typed.currency}
          error={faultOf(review.error, 'currency')}
          onChange={(event) => set({ currency: event.currentTarget.value })}
        />
      </SimpleGrid>
      <Checkbox
        label={t('priceLists.complete')}
        checked={typed.isComplete}
        onChange={(event) => set({ isComplete: event.currentTarget.checked })}
      />
    </FormDialog>
  );
}
