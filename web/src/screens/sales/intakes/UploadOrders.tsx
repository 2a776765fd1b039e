import { Button, FileButton, Modal, Stack } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { Trouble } from '~/ui/Trouble';

/** Send a table of orders: nothing is ordered yet, everything that is wrong with it is told. */
export function UploadOrders() {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const upload = useMutation({
    mutationFn: async (file: File) => {
      const { data } = await api.POST('/api/sales/v1/order-intakes/csv', {
        params: { query: { name: file.name } },
        body: await file.text(),
        bodySerializer: (content: string) => content,
        headers: { 'Content-Type': 'text/csv' },
      });
      return data;
    },
    onSuccess: async (checked) => {
      await queries.invalidateQueries();
      if (checked) await navigate(`/order-intakes/${checked.id}`);
    },
  });
  if (!may('sales.orders.write')) return null;
  return (
    <>
      <FileButton
        accept=".csv,text/csv"
        inputProps={{ 'aria-label': t('intakes.upload') }}
        onChange={(file) => {
          if (file) upload.mutate(file);
        }}
      >
        {(props) => (
          <Button {...props} leftSection={<IconUpload size={15} />} loading={upload.isPending}>
            {t('intakes.upload')}
          </Button>
        )}
      </FileButton>
      <Modal
        opened={upload.isError}
        onClose={() => upload.reset()}
        title={t('bank.notTaken', { name: upload.variables?.name ?? '' })}
        centered
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Stack gap="md">
          <Trouble error={upload.error} />
          <Button variant="default" onClick={() => upload.reset()}>
            {t('common.close')}
          </Button>
        </Stack>
      </Modal>
    </>
  );
}
