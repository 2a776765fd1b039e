import { Button, Group, SimpleGrid, Text, TextInput } from '@mantine/core';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useWord } from '~/i18n/useWord';
import { RateInput } from '~/screens/pricing/shared/RateInput';
import { Card } from '~/ui/Card';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { faultOf } from '~/ui/form/faults';
import { Trouble } from '~/ui/Trouble';
import { useAct } from '~/ui/useAct';

import { REASONS, rulesOf, typedRules } from './typed';

/** How long goods come back without a question, what is kept of their price, and from which value on somebody approves. */
export function ReturnRules() {
  const query = hooks.useQuery('get', '/api/sales/v1/return-rules', {}, { staleTime: Infinity });
  if (query.error) return <Trouble error={query.error} onRetry={() => void query.refetch()} />;
  return query.data ? <RulesForm key={query.data.version} rules={query.data} /> : null;
}

function RulesForm({ rules }: { rules: OfSales['ReturnRulesOut'] }) {
  const { t } = useTranslation();
  const word = useWord();
  const may = useMay();
  const [typed, setTyped] = useState(() => typedRules(rules));
  const set = (part: Partial<typeof typed>) => setTyped((before) => ({ ...before, ...part }));
  const body = rulesOf(typed);
  const isReadOnly = !may('sales.return-rules.write');
  const save = useAct({
    act: async () => {
      if (!body) return;
      const header = { 'if-match': `"${rules.version}"` };
      await api.PUT('/api/sales/v1/return-rules', { params: { header }, body });
    },
    done: () => t('saleRules.saved'),
  });
  return (
    <Card title={t('saleRules.returns')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {save.error ? <Trouble error={save.error} /> : null}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput
            inputMode="numeric"
            readOnly={isReadOnly}
            label={t('saleRules.window')}
            description={t('saleRules.windowHint')}
            placeholder={t('saleRules.forEver')}
            value={typed.window}
            error={faultOf(save.error, 'window_days')}
            onChange={(event) => set({ window: event.currentTarget.value.replace(/\D/g, '') })}
          />
          <DecimalInput
            readOnly={isReadOnly}
            label={t('saleRules.above')}
            description={t('saleRules.aboveHint')}
            placeholder={t('saleRules.never')}
            value={typed.above}
            error={faultOf(save.error, 'approval_above')}
            onChange={(above) => set({ above })}
          />
        </SimpleGrid>
        <Text size="sm" fw={600} mt="md">
          {t('saleRules.fees')}
        </Text>
        <Text size="sm" c="dimmed" mb="xs">
          {t('saleRules.feesHint')}
        </Text>
        <SimpleGrid cols={{ base: 2, sm: 3 }}>
          {REASONS.map((reason) => (
            <RateInput
              key={reason}
              readOnly={isReadOnly}
              label={`${word('returnReason', reason)} (%)`}
              placeholder="0"
              value={typed.fees[reason]}
              error={faultOf(save.error, `restocking.${reason}`)}
              onChange={(rate) => set({ fees: { ...typed.fees, [reason]: rate } })}
            />
          ))}
        </SimpleGrid>
        {isReadOnly ? null : (
          <Group mt="md">
            <Button
              type="submit"
              leftSection={<IconDeviceFloppy size={16} />}
              disabled={!body}
              loading={save.isPending}
            >
              {t('common.save')}
            </Button>
          </Group>
        )}
      </form>
    </Card>
  );
}
