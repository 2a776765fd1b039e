import { Checkbox, SimpleGrid, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfPricing } from '~/api/schemas';
import { faultOf } from '~/ui/form/faults';
import { useAct } from '~/ui/useAct';

import { FormDialog } from '~/ui/form/FormDialog';
import { RateInput } from '../shared/RateInput';
import { percentOf, rateOf } from '../shared/rates';
import { ANY, scopeBody, scopeOf } from '../shared/scope';
import { ScopeFields } from '../shared/ScopeFields';

interface Props {
  rule: OfPricing['MarginRuleOut'] | null; // none: a new one
  onClose: () => void;
}

/** A margin rule: for what, and its two thresholds. */
export function MarginRuleDialog({ rule, onClose }: Props) {
  const { t } = useTranslation();
  const [scope, setScope] = useState(rule ? scopeOf(rule) : ANY);
  const [typed, setTyped] = useState({
    approval: rule ? percentOf(rule.approval_rate) : '',
    floor: rule ? percentOf(rule.floor_rate) : '',
    level: rule?.salesperson_level ?? '',
    isForOrder: rule?.is_for_order ?? false,
  });
  const set = (part: Partial<typeof typed>) => setTyped((before) => ({ ...before, ...part }));
  const save = useAct({
    act: () =>
      api.PUT('/api/pricing/v1/margin-rules', {
        params: rule ? { header: { 'if-match': `"${rule.version}"` } } : {},
        body: {
          ...scopeBody(scope),
          id: rule?.id ?? null,
          approval_rate: rateOf(typed.approval) ?? '',
          floor_rate: rateOf(typed.floor) ?? '',
          salesperson_level: typed.level.trim() || null,
          is_for_order: typed.isForOrder,
        },
      }),
    done: () => t('pricing.saved'),
  });
  const isReady = rateOf(typed.approval) !== null && rateOf(typed.floor) !== null;
  return (
    <FormDialog title={t('marginRules.new')} action={t('common.save')} isReady={isReady} act={save} onClose={onClose}>
      <Text c="dimmed">{t('marginRules.note')}</Text>
      <ScopeFields
        scope={scope}
        onChange={(part) => setScope((before) => ({ ...before, ...part }))}
        error={save.error}
      />
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
        <RateInput
          label={`${t('marginRules.approval')} (%)`}
          description={t('marginRules.approvalHint')}
          required
          value={typed.approval}
          error={faultOf(save.error, 'approval_rate')}
          onChange={(approval) => set({ approval })}
        />
        <RateInput
          label={`${t('marginRules.floor')} (%)`}
          description={t('marginRules.floorHint')}
          required
          value={typed.floor}
          error={faultOf(save.error, 'floor_rate')}
          onChange={(floor) => set({ floor })}
        />
        <TextInput
          label={t('pricing.level')}
          description={t('pricing.everybody')}
          value={typed.level}
          error={faultOf(save.error, 'salesperson_level')}
          onChange={(event) => set({ level: event.currentTarget.value })}
        />
      </SimpleGrid>
      <Checkbox
        label={t('marginRules.isForOrder')}
        checked={typed.isForOrder}
        onChange={(event) => set({ isForOrder: event.currentTarget.checked })}
      />
    </FormDialog>
  );
}
