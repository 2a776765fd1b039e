import { Button, FileButton, Modal, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconUpload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { Trouble } from '~/ui/Trouble';

/** Take a file of statements: whole, or not at all and everything that is wrong with it. */
export function UploadButton() {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const upload = useMutation({
    mutationFn: async (file: File) => {
      const { data } = await api.POST('/api/accounting/v1/bank-statements', {
        body: await file.text(),
        bodySerializer: (content: string) => content,
        headers: { 'Content-Type': 'application/xml' },
      });
      return data?.items ?? [];
    },
    onSuccess: async (taken) => {
      const count = taken.length;
      notifications.show({ color: 'green', message: t('bank.taken', { count }) });
      await queries.invalidateQueries();
      const [first] = taken;
      if (first && count === 1) await navigate(`/bank/${first.id}`);
    },
  });
  if (!may('accounting.bank.write')) return null;
  return (
    <>
      <FileButton
        accept=".xml,application/xml,text/xml"
        inputProps={{ 'aria-label': t('bank.upload') }}
        onChange={(file) => {
          if (file) upload.mutate(file);
        }}
      >
        {(props) => (
          <Button {...props} leftSection={<IconUpload size={15} />} loading={upload.isPending}>
            {t('bank.upload')}
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
