import { Button, Code, FileInput, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconUpload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { Trouble } from '~/ui/Trouble';

const EXAMPLE = 'kpi;month;value\non-time-rate;2025-03;0,81\ndelivery-lead-time;2025-03;4,5';

/** Bring how KPIs were before the go-live: a table, whole or not at all with everything that is wrong in it. */
export function BaselineButton({ goLive }: { goLive: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const queries = useQueryClient();
  const [isOpen, { open, close }] = useDisclosure();
  const [day, setDay] = useState(goLive);
  const [file, setFile] = useState<File | null>(null);
  const bring = useMutation({
    mutationFn: async (table: File) => {
      const { data } = await api.PUT('/api/reporting/v1/kpi-baselines', {
        params: { query: { go_live: day } },
        body: await table.text(),
        bodySerializer: (content: string) => content,
        headers: { 'Content-Type': 'text/csv' },
      });
      return data?.months ?? 0;
    },
    onSuccess: async (count) => {
      notifications.show({ color: 'green', message: t('kpis.taken', { count }) });
      close();
      await queries.invalidateQueries();
    },
  });
  if (!may('reporting.kpis.write')) return null;
  return (
    <>
      <Button variant="default" leftSection={<IconUpload size={15} />} onClick={open}>
        {t('kpis.bring')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t('kpis.bring')}
        centered
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (file) bring.mutate(file);
          }}
        >
          <Stack gap="md">
            <Text c="dimmed">{t('kpis.bringHint')}</Text>
            <Code block>{EXAMPLE}</Code>
            <TextInput
              type="date"
              required
              label={t('kpis.goLive')}
              value={day}
              onChange={(event) => setDay(event.currentTarget.value)}
            />
            <FileInput
              required
              size="xs"
              accept=".csv,text/csv"
              label={t('kpis.table')}
              placeholder="CSV"
              value={file}
              onChange={setFile}
            />
            {bring.isError ? <Trouble error={bring.error} /> : null}
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {t('common.cancel')}
              </Button>
              <Button type="submit" loading={bring.isPending} disabled={!file || !day}>
                {t('kpis.bring')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
