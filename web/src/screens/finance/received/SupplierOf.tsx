import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { PartnerPicker } from '~/ui/pickers/PartnerPicker';
import { useAct } from '~/ui/useAct';

/** Who sent it, where its numbers did not say. */
export function SupplierOf({ invoice }: { invoice: OfAccounting['ReceivedOut'] }) {
  const { t } = useTranslation();
  const may = useMay();
  const [chosen, setChosen] = useState('');
  const act = useAct({
    act: () =>
      api.PUT('/api/accounting/v1/received-invoices/{invoice_id}/supplier', {
        params: { path: { invoice_id: invoice.id } },
        body: { supplier_id: chosen },
      }),
    done: () => t('received.supplierSet'),
  });
  const isUnknown = !invoice.supplier_id && (invoice.status === 'received' || invoice.status === 'refused');
  if (!isUnknown || !may('accounting.bills.write')) return null;
  return (
    <Stack gap="xs" mt="sm" align="flex-start">
      <Text size="sm" c="dimmed">
        {t('received.whoSent')}
      </Text>
      <PartnerPicker w="100%" side="supplier" label={t('common.supplier')} value={chosen} onChange={setChosen} />
      <Button disabled={!chosen} loading={act.isPending} onClick={() => act.mutate()}>
        {t('common.save')}
      </Button>
    </Stack>
  );
}
