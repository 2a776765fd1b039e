import { Button, Select, TextInput } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { faultOf } from '~/ui/form/faults';
import { FormDialog } from '~/ui/form/FormDialog';
import { useAct } from '~/ui/useAct';

import { POLICIES } from '../entry/policies';

type Usual = OfSales['UsualDeliveryOut'];

/** How a customer's orders leave unless one says otherwise, and how soon he is served. */
export function UsualDelivery({ customer }: { customer: string }) {
  const { t } = useTranslation();
  const word = useWord();
  const may = useMay();
  const [isOpen, setIsOpen] = useState(false);
  const params = { path: { customer_id: customer } };
  const { data: usual } = hooks.useQuery('get', '/api/sales/v1/usual-deliveries/{customer_id}', { params });
  if (!usual) return null;
  return (
    <Card
      title={t('usual.title')}
      side={
        may('sales.deliveries.write') ? (
          <Button variant="subtle" leftSection={<IconPencil size={15} />} onClick={() => setIsOpen(true)}>
            {t('usual.change')}
          </Button>
        ) : null
      }
    >
      <Facts
        rows={[
          [t('usual.policy'), word('delivery', usual.policy)],
          [
            t('usual.days'),
            usual.policy === 'consolidated' ? t('customers.days', { days: usual.consolidation_days }) : null,
          ],
          [t('amend.priority'), String(usual.priority)],
        ]}
      />
      {isOpen ? <UsualDialog usual={usual} onClose={() => setIsOpen(false)} /> : null}
    </Card>
  );
}

function UsualDialog({ usual, onClose }: { usual: Usual; onClose: () => void }) {
  const { t } = useTranslation();
  const word = useWord();
  const [policy, setPolicy] = useState(usual.policy);
  const [days, setDays] = useState(String(usual.consolidation_days));
  const [priority, setPriority] = useState(String(usual.priority));
  const save = useAct({
    act: () =>
      api.PUT('/api/sales/v1/usual-deliveries/{customer_id}', {
        params: { path: { customer_id: usual.customer_id }, header: { 'if-match': `"${usual.version}"` } },
        body: { policy, consolidation_days: Number(days), priority: Number(priority) },
      }),
    done: () => t('usual.saved'),
  });
  return (
    <FormDialog
      title={t('usual.title')}
      action={t('common.save')}
      isReady={days !== '' && priority !== ''}
      act={save}
      onClose={onClose}
      size="md"
    >
      <Select
        label={t('usual.policy')}
        description={t(`usual.hints.${policy}`)}
        allowDeselect={false}
        data-autofocus
        value={policy}
        data={POLICIES.map((value) => ({ value, label: word('delivery', value) }))}
        onChange={(value) => setPolicy(POLICIES.find((it) => it === value) ?? policy)}
      />
      {policy === 'consolidated' ? (
        <TextInput
          inputMode="numeric"
          label={t('usual.daysLong')}
          value={days}
          error={faultOf(save.error, 'consolidation_days')}
          onChange={(event) => setDays(event.currentTarget.value.replace(/\D/g, ''))}
        />
      ) : null}
      <TextInput
        inputMode="numeric"
        label={t('amend.priority')}
        description={t('amend.priorityHint')}
        value={priority}
        error={faultOf(save.error, 'priority')}
        onChange={(event) => setPriority(event.currentTarget.value.replace(/\D/g, ''))}
      />
    </FormDialog>
  );
}
