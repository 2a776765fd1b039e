import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconFileInvoice } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Facts } from '~/ui/Facts';
import { Trouble } from '~/ui/Trouble';
import { useAct } from '~/ui/useAct';

/** Invoice what left: first what that would be, then the invoices. */
export function InvoiceRun() {
  const { t } = useTranslation();
  const may = useMay();
  const [isOpen, setIsOpen] = useState(false);
  if (!may('accounting.invoicing.write')) return null;
  return (
    <>
      <Button leftSection={<IconFileInvoice size={15} />} onClick={() => setIsOpen(true)}>
        {t('invoices.run')}
      </Button>
      {isOpen ? <Dialog onClose={() => setIsOpen(false)} /> : null}
    </>
  );
}

function Dialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [through, setThrough] = useState(new Date().toISOString().slice(0, 10));
  const [everything, setEverything] = useState(false);
  const asked = { through, everything, bill_to_ids: [] };
  const preview = useQuery({
    queryKey: ['invoice-run', through, everything],
    queryFn: async () =>
      (await api.POST('/api/accounting/v1/invoice-runs', { body: { ...asked, dry_run: true } })).data,
    enabled: through !== '',
  });
  const run = useAct({
    act: () => api.POST('/api/accounting/v1/invoice-runs', { body: { ...asked, dry_run: false } }),
    done: () => t('invoices.runDone', { count: preview.data?.invoices ?? 0 }),
  });
  const count = preview.data?.invoices ?? 0;
  const amounts = Object.entries(preview.data?.gross_amounts ?? {}).map(([currency, sum]) =>
    format.money(sum, currency),
  );
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('invoices.run')}
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="md">
        <Text c="dimmed">{t('invoices.runHint')}</Text>
        <TextInput
          type="date"
          label={t('invoices.runThrough')}
          value={through}
          onChange={(event) => setThrough(event.currentTarget.value)}
        />
        <Checkbox
          label={t('invoices.runEverything')}
          checked={everything}
          onChange={(event) => setEverything(event.currentTarget.checked)}
        />
        {preview.error ? <Trouble error={preview.error} /> : null}
        {preview.data ? (
          <Facts
            rows={[
              [t('invoices.runInvoices'), format.number(count)],
              [t('invoices.runShipments'), format.number(preview.data.shipments)],
              [t('common.gross'), amounts.join(' + ')],
            ]}
          />
        ) : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" size="sm" onClick={onClose}>
            {t('common.close')}
          </Button>
          <Button
            size="sm"
            disabled={count === 0 || preview.isFetching}
            loading={run.isPending}
            onClick={() => run.mutate(undefined, { onSuccess: onClose })}
          >
            {t('invoices.runNow')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
