import { Button, FileButton, Modal, Stack } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { Trouble } from '~/ui/Trouble';

interface Props {
  label: string;
  accept: string; // as browsers take it
  variant?: 'filled' | 'default';
  refused: (name: string) => string; // the title over what is wrong with a file
  onFile: (file: File) => Promise<void>;
}

/** Take a file: whole, or not at all and everything that is wrong with it. */
export function UploadButton({ label, accept, variant = 'filled', refused, onFile }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const upload = useMutation({ mutationFn: onFile, onSuccess: () => queries.invalidateQueries() });
  return (
    <>
      <FileButton
        accept={accept}
        inputProps={{ 'aria-label': label }}
        onChange={(file) => {
          if (file) upload.mutate(file);
        }}
      >
        {(props) => (
          <Button {...props} variant={variant} leftSection={<IconUpload size={15} />} loading={upload.isPending}>
            {label}
          </Button>
        )}
      </FileButton>
      <Modal
        opened={upload.isError}
        onClose={() => upload.reset()}
        title={refused(upload.variables?.name ?? '')}
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
