import { Select, SimpleGrid, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfPricing } from '~/api/schemas';
import { useWord } from '~/i18n/useWord';
import { Choice } from '~/ui/Choice';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { faultOf } from '~/ui/form/faults';
import { ProductPicker } from '~/ui/pickers/ProductPicker';
import { useAct } from '~/ui/useAct';

import { FormDialog } from '~/ui/form/FormDialog';
import { RateInput } from '../shared/RateInput';
import { ANY, scopeOf } from '../shared/scope';
import { ScopeFields } from '../shared/ScopeFields';
import { isCharge, isFreightCost, isReduction, KINDS, valueKind } from './kinds';
import { bodyOf, isWhole, typedOf, type Typed } from './typed';

interface Props {
  rule: OfPricing['PriceRuleOut'] | null; // none: a new one
  onClose: () => void;
}

const VALUE = { rate: 'valueRate', amount: 'valueAmount', units: 'valueFree' } as const;

/** A price rule: its kind says which fields it has. */
export function PriceRuleDialog({ rule, onClose }: Props) {
  const { t } = useTranslation();
  const word = useWord();
  const [scope, setScope] = useState(rule ? scopeOf(rule) : ANY);
  const [typed, setTyped] = useState(() => typedOf(rule));
  const set = (part: Partial<Typed>) => setTyped((before) => ({ ...before, ...part }));
  const save = useAct({
    act: () =>
      api.PUT('/api/pricing/v1/price-rules', {
        params: rule ? { header: { 'if-match': `"${rule.version}"` } } : {},
        body: bodyOf(typed, scope, rule?.id ?? null),
      }),
    done: () => t('pricing.saved'),
  });
  const sort = valueKind(typed.kind);
  const text = (
    key: 'code' | 'nameFr' | 'nameEn' | 'currency' | 'warehouse' | 'stage',
    label: string,
    field: string,
  ) => (
    <TextInput
      label={label}
      value={typed[key]}
      error={faultOf(save.error, field)}
      onChange={(event) => set({ [key]: event.currentTarget.value })}
    />
  );
  const figure = (key: 'minQuantity' | 'minAmount' | 'belowAmount' | 'buyQuantity', label: string, field: string) => (
    <DecimalInput
      label={label}
      value={typed[key]}
      error={faultOf(save.error, field)}
      onChange={(value) => set({ [key]: value })}
    />
  );
  const day = (key: 'from' | 'until', label: string, field: string) => (
    <TextInput
      type="date"
      label={label}
      value={typed[key]}
      error={faultOf(save.error, field)}
      onChange={(event) => set({ [key]: event.currentTarget.value })}
    />
  );
  const value = {
    label: t(`priceRules.${VALUE[sort]}`),
    required: true,
    value: typed.value,
    error: faultOf(save.error, 'value'),
    onChange: (it: string) => set({ value: it }),
  };
  return (
    <FormDialog
      title={t('priceRules.new')}
      action={t('common.save')}
      isReady={isWhole(typed)}
      act={save}
      onClose={onClose}
      size="xl"
    >
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
        <Select
          label={t('priceRules.kind')}
          data={KINDS.map((each) => ({ value: each, label: word('ruleKind', each) }))}
          value={typed.kind}
          allowDeselect={false}
          error={faultOf(save.error, 'kind')}
          onChange={(chosen) => set({ kind: KINDS.find((each) => each === chosen) ?? typed.kind })}
        />
        {sort === 'rate' ? <RateInput {...value} /> : <DecimalInput {...value} />}
        {text('code', t('pricing.code'), 'code')}
        {text('nameFr', t('priceRules.nameFr'), 'name_fr')}
        {text('nameEn', t('priceRules.nameEn'), 'name_en')}
        {sort === 'rate' ? null : text('currency', t('pricing.currency'), 'currency')}
        {typed.kind === 'free-goods' ? figure('buyQuantity', t('priceRules.buyQuantity'), 'buy_quantity') : null}
        {day('from', t('pricing.from'), 'effective_from')}
        {day('until', t('pricing.until'), 'effective_until')}
      </SimpleGrid>
      {isCharge(typed.kind) ? null : (
        <ProductPicker label={t('priceRules.product')} value={typed.product} onChange={(product) => set({ product })} />
      )}
      <ScopeFields
        scope={scope}
        onChange={(part) => setScope((before) => ({ ...before, ...part }))}
        error={save.error}
      />
      <SimpleGrid cols={{ base: 1, sm: 4 }} spacing="sm">
        {isCharge(typed.kind) ? null : figure('minQuantity', t('priceRules.minQuantity'), 'min_quantity')}
        {figure('minAmount', t('priceRules.minAmount'), 'min_amount')}
        {figure('belowAmount', t('priceRules.belowAmount'), 'below_amount')}
        {isFreightCost(typed.kind) ? text('warehouse', t('common.site'), 'warehouse') : null}
        {text('stage', t('priceRules.stage'), 'stage')}
      </SimpleGrid>
      {isCharge(typed.kind) ? null : (
        <Choice
          label={t('priceRules.counts')}
          value={typed.counts}
          onChange={(counts) => set({ counts })}
          options={(['line', 'order'] as const).map((each) => ({
            value: each,
            label: `${t('priceRules.counts')} ${word('counts', each)}`,
          }))}
        />
      )}
      {isReduction(typed.kind) ? (
        <Choice
          label={t('priceRules.stacking')}
          value={typed.stacking}
          onChange={(stacking) => set({ stacking })}
          options={(['together', 'alone'] as const).map((each) => ({ value: each, label: word('stacking', each) }))}
        />
      ) : null}
    </FormDialog>
  );
}
