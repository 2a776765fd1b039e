import { Button, Checkbox, FileInput, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { IconFileSearch } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { usePartner } from '~/api/names';
import { Card } from '~/ui/Card';
import { faultOf } from '~/ui/form/faults';
import { Page } from '~/ui/Page';
import { PartnerPicker } from '~/ui/pickers/PartnerPicker';
import { Trouble } from '~/ui/Trouble';

import { Reviewed } from './Reviewed';

/** A supplier's list as a table: first what it would change, then in force. */
export default function PriceImport() {
  const { t } = useTranslation();
  const [supplier, setSupplier] = useState('');
  const [since, setSince] = useState(new Date().toISOString().slice(0, 10));
  const [note, setNote] = useState('');
  const [isComplete, setComplete] = useState(false);
  const [file, setFile] = useState<File | null>(null);
  const partner = usePartner(supplier);
  const review = useMutation({
    mutationFn: async (table: File) => {
      const query = {
        supplier_id: supplier,
        effective_from: since,
        note: note.trim(),
        is_complete: isComplete,
        ...(partner?.currency ? { currency: partner.currency } : {}),
      };
      const { data } = await api.POST('/api/purchasing/v1/price-files/csv', {
        params: { query },
        body: '',
        bodySerializer: () => table,
        headers: { 'Content-Type': 'text/csv' },
      });
      return data;
    },
  });
  return (
    <Page
      title={t('screens.priceImport')}
      note={t('supplierPrices.importHint')}
      actions={
        <Button
          size="sm"
          leftSection={<IconFileSearch size={16} />}
          disabled={!supplier || !since || !file}
          loading={review.isPending}
          onClick={() => (file ? review.mutate(file) : undefined)}
        >
          {t('supplierPrices.review')}
        </Button>
      }
    >
      <Stack gap="md">
        {review.error ? <Trouble error={review.error} /> : null}
        <Card title={t('supplierPrices.list')}>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <PartnerPicker side="supplier" label={t('common.supplier')} value={supplier} onChange={setSupplier} />
            <TextInput
              type="date"
              label={t('supplierPrices.since')}
              value={since}
              error={faultOf(review.error, 'effective_from')}
              onChange={(event) => setSince(event.currentTarget.value)}
            />
            <FileInput
              label={t('supplierPrices.file')}
              description={t('supplierPrices.fileHint')}
              accept=".csv,.xlsx,text/csv"
              value={file}
              onChange={setFile}
              clearable
              clearButtonProps={{ 'aria-label': t('common.remove') }}
            />
            <TextInput
              label={t('rfqs.note')}
              description={t('supplierPrices.noteHint')}
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
            />
            <Checkbox
              size="xs"
              label={t('supplierPrices.complete')}
              description={t('supplierPrices.completeHint')}
              checked={isComplete}
              onChange={(event) => setComplete(event.currentTarget.checked)}
            />
          </SimpleGrid>
        </Card>
        {review.data ? <Reviewed key={review.data.id} file={review.data} /> : null}
      </Stack>
    </Page>
  );
}
