import { Alert, Badge, Button, Text } from '@mantine/core';
import { IconFileArrowRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { useAct } from '~/ui/useAct';

/** What became of an invoice on its way to the buyer; where it is dead, what to do. */
export function Life({ id, number }: { id: string; number: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = hooks.useQuery('get', '/api/accounting/v1/invoices/{invoice_id}/life', {
    params: { path: { invoice_id: id } },
  });
  const statuses = data?.statuses ?? [];
  return (
    <Card title={t('invoices.life')} side={data?.is_dead ? <Badge color="red">{t('invoices.dead')}</Badge> : null}>
      {data && data.number !== number ? (
        <Facts rows={[[t('runs.reissuedAs'), <b key="number">{data.number}</b>]]} />
      ) : null}
      {statuses.length > 0 ? (
        <Facts rows={statuses.map((it) => [format.time(it.at), it.reason ? `${it.label} – ${it.reason}` : it.label])} />
      ) : (
        <Text c="dimmed">{t('invoices.noLife')}</Text>
      )}
      {data?.is_dead ? <Reissue id={id} /> : null}
    </Card>
  );
}

function Reissue({ id }: { id: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const [isOpen, setIsOpen] = useState(false);
  const act = useAct<string>({
    act: (reason) =>
      api.POST('/api/accounting/v1/invoices/{invoice_id}/reissue', {
        params: { path: { invoice_id: id } },
        body: { reason },
      }),
    done: () => t('eInvoices.reissued'),
  });
  return (
    <Alert color="red" mt="sm" title={t('eInvoices.deadTitle')}>
      <Text size="sm">{t('eInvoices.deadHint')}</Text>
      {may('accounting.invoicing.write') ? (
        <Button mt="xs" leftSection={<IconFileArrowRight size={14} />} onClick={() => setIsOpen(true)}>
          {t('eInvoices.reissue')}
        </Button>
      ) : null}
      <ReasonDialog
        title={t('eInvoices.reissue')}
        hint={t('eInvoices.reissueHint')}
        isOpen={isOpen}
        isBusy={act.isPending}
        onClose={() => setIsOpen(false)}
        onGive={(reason) => act.mutate(reason, { onSuccess: () => setIsOpen(false) })}
      />
    </Alert>
  );
}
