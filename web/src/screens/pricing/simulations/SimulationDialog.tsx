import { Select, SimpleGrid, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api, hooks } from '~/api/client';
import { faultOf } from '~/ui/form/faults';
import { PartnerPicker } from '~/ui/pickers/PartnerPicker';
import { useAct } from '~/ui/useAct';

import { FamilyPicker } from '../shared/FamilyPicker';
import { FormDialog } from '~/ui/form/FormDialog';
import { RateInput } from '../shared/RateInput';
import { bodyOf, isWhole, lastDays, type Asked } from './asked';

const PERIOD_DAYS = 90;

/** Ask what other costs or a list would have brought. */
export function SimulationDialog({ list, onClose }: { list: string; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const lists = hooks.useQuery('get', '/api/pricing/v1/price-lists', {
    params: { query: { limit: 100, sort: '-created_at' } },
  });
  const open = (lists.data?.items ?? []).filter(
    ({ status }) => status === 'reviewed' || status === 'awaiting-approval',
  );
  const [asked, setAsked] = useState<Asked>(() => ({
    name: '',
    ...lastDays(PERIOD_DAYS, new Date()),
    customer: '',
    costs: '',
    family: '',
    list,
  }));
  const set = (part: Partial<Asked>) => setAsked((before) => ({ ...before, ...part }));
  const start = useAct({
    act: async () => {
      const { data } = await api.POST('/api/pricing/v1/simulations', { body: bodyOf(asked) });
      if (data) await navigate(`/simulations/${data.id}`);
    },
    done: () => t('simulations.started'),
  });
  return (
    <FormDialog
      title={t('simulations.new')}
      action={t('simulations.start')}
      isReady={isWhole(asked)}
      act={start}
      onClose={onClose}
    >
      <Text c="dimmed">{t('simulations.note')}</Text>
      <TextInput
        label={t('pricing.name')}
        required
        maxLength={100}
        value={asked.name}
        error={faultOf(start.error, 'name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <TextInput
          type="date"
          label={t('simulations.ordersFrom')}
          required
          value={asked.from}
          onChange={(event) => set({ from: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t('simulations.ordersUntil')}
          required
          value={asked.until}
          error={faultOf(start.error, 'ordered_until')}
          onChange={(event) => set({ until: event.currentTarget.value })}
        />
        <RateInput
          label={t('simulations.costChange')}
          description={t('simulations.costHint')}
          value={asked.costs}
          error={faultOf(start.error, 'cost_changes.0.rate')}
          onChange={(costs) => set({ costs })}
        />
        <FamilyPicker label={t('simulations.costFamily')} value={asked.family} onChange={(family) => set({ family })} />
        <Select
          label={t('simulations.list')}
          placeholder={t('simulations.noList')}
          data={open.map(({ id, name }) => ({ value: id, label: name }))}
          value={asked.list || null}
          clearable
          clearButtonProps={{ 'aria-label': t('common.remove') }}
          error={faultOf(start.error, 'price_list_id')}
          onChange={(id) => set({ list: id ?? '' })}
        />
        <PartnerPicker
          side="customer"
          label={t('simulations.onlyCustomer')}
          value={asked.customer}
          onChange={(customer) => set({ customer })}
        />
      </SimpleGrid>
    </FormDialog>
  );
}
