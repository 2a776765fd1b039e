import { Select, SimpleGrid, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { useWord } from '~/i18n/useWord';
import { Choice } from '~/ui/Choice';
import { faultOf } from '~/ui/form/faults';
import { useAct } from '~/ui/useAct';

import { FormDialog } from '~/ui/form/FormDialog';
import { RateInput } from '../shared/RateInput';
import { percentOf, rateOf } from '../shared/rates';
import { ANY, scopeBody, scopeOf, today } from '../shared/scope';
import { ScopeFields } from '../shared/ScopeFields';
import { replaced, type Limit } from './limits';
import { ROLES } from './roles';

interface Props {
  limit: Limit | null; // none: a new one
  limits: readonly Limit[]; // all there are: they are set together
  at: number | null;
  version: number;
  onClose: () => void;
}

const LEVELS = ['manager', 'director'] as const;

/** One limit: whose it is, how much, and for what. */
export function LimitDialog({ limit, limits, at, version, onClose }: Props) {
  const { t } = useTranslation();
  const word = useWord();
  const [scope, setScope] = useState(
    limit
      ? scopeOf({
          family_code: limit.family_code ?? null,
          segment: limit.segment ?? null,
          channel: limit.channel ?? null,
        })
      : ANY,
  );
  const [typed, setTyped] = useState({
    kind: limit?.level ? 'level' : 'role',
    role: limit?.role ?? 'sales',
    level: limit?.level ?? LEVELS[0],
    rate: limit ? percentOf(limit.max_rate) : '',
    from: limit?.effective_from ?? today(),
    until: limit?.effective_until ?? '',
  });
  const set = (part: Partial<typeof typed>) => setTyped((before) => ({ ...before, ...part }));
  const place = at ?? limits.length;
  const save = useAct({
    act: () => {
      const { family_code, segment, channel } = scopeBody(scope);
      const next: Limit = {
        family_code,
        segment,
        channel,
        role: typed.kind === 'role' ? typed.role : null,
        level: typed.kind === 'level' ? typed.level : null,
        max_rate: rateOf(typed.rate) ?? '',
        effective_from: typed.from,
        effective_until: typed.until || null,
      };
      return api.PUT('/api/pricing/v1/discount-limits', {
        params: { header: { 'if-match': `"${version}"` } },
        body: { items: replaced(limits, at, next) },
      });
    },
    done: () => t('pricing.saved'),
  });
  return (
    <FormDialog
      title={t('limits.new')}
      action={t('common.save')}
      isReady={rateOf(typed.rate) !== null && typed.from !== ''}
      act={save}
      onClose={onClose}
    >
      <Choice
        label={t('limits.kind')}
        value={typed.kind}
        onChange={(kind) => set({ kind })}
        options={[
          { value: 'role', label: t('limits.ofRole') },
          { value: 'level', label: t('limits.ofLevel') },
        ]}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {typed.kind === 'role' ? (
          <Select
            label={t('limits.role')}
            data={ROLES.map((value) => ({ value, label: word('roleName', value) }))}
            value={typed.role}
            allowDeselect={false}
            onChange={(role) => set({ role: role ?? typed.role })}
          />
        ) : (
          <Select
            label={t('marginRules.who')}
            data={LEVELS.map((value) => ({ value, label: word('levelName', value) }))}
            value={typed.level}
            allowDeselect={false}
            onChange={(level) => set({ level: LEVELS.find((each) => each === level) ?? typed.level })}
          />
        )}
        <RateInput
          label={`${t('limits.max')} (%)`}
          required
          value={typed.rate}
          error={faultOf(save.error, `items.${place}.max_rate`)}
          onChange={(rate) => set({ rate })}
        />
      </SimpleGrid>
      <ScopeFields
        scope={scope}
        hasCustomer={false}
        onChange={(part) => setScope((before) => ({ ...before, ...part }))}
        error={save.error}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <TextInput
          type="date"
          label={t('pricing.from')}
          required
          value={typed.from}
          onChange={(event) => set({ from: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t('pricing.until')}
          value={typed.until}
          error={faultOf(save.error, `items.${place}.effective_until`)}
          onChange={(event) => set({ until: event.currentTarget.value })}
        />
      </SimpleGrid>
    </FormDialog>
  );
}
