import type { OfPricing } from '~/api/schemas';
import { decimalOf } from '~/ui/form/decimals';

import { scopeBody, today, type Scope } from '../shared/scope';
import { isCharge, isFreightCost, isReduction, typedValue, valueKind, valueOf, type Kind } from './kinds';

type Rule = OfPricing['PriceRuleOut'];

/** A price rule as it is typed. */
export interface Typed {
  code: string;
  kind: Kind;
  nameFr: string;
  nameEn: string;
  value: string;
  product: string;
  currency: string;
  minQuantity: string;
  counts: 'line' | 'order';
  minAmount: string;
  belowAmount: string;
  buyQuantity: string;
  warehouse: string; // of costs of freight
  stage: string;
  stacking: 'together' | 'alone';
  from: string;
  until: string;
}

const positive = (value: string | null | undefined) => (value && /[1-9]/.test(value) ? value : '');

export function typedOf(rule: Rule | null): Typed {
  return {
    code: rule?.code ?? '',
    kind: rule?.kind ?? 'line-discount',
    nameFr: rule?.name_fr ?? '',
    nameEn: rule?.name_en ?? '',
    value: rule ? typedValue(rule.kind, rule.value) : '',
    product: rule?.product_id ?? '',
    currency: rule?.currency ?? 'EUR',
    minQuantity: positive(rule?.min_quantity),
    counts: rule?.counts ?? 'line',
    minAmount: rule?.min_amount ?? '',
    belowAmount: rule?.below_amount ?? '',
    buyQuantity: rule?.buy_quantity ?? '',
    warehouse: rule?.warehouse ?? '',
    stage: String(rule?.stage ?? 0),
    stacking: rule?.stacking ?? 'together',
    from: rule?.effective_from ?? today(),
    until: rule?.effective_until ?? '',
  };
}

/** What the service takes: only what a rule of this kind has. */
export function bodyOf(typed: Typed, scope: Scope, id: string | null) {
  const { kind } = typed;
  const own = scopeBody(scope);
  const isOfOrder = isCharge(kind);
  const hasAmount = valueKind(kind) === 'amount' || typed.minAmount.trim() !== '' || typed.belowAmount.trim() !== '';
  return {
    ...own,
    id,
    code: typed.code.trim(),
    kind,
    name_fr: typed.nameFr.trim(),
    name_en: typed.nameEn.trim(),
    value: valueOf(kind, typed.value) ?? '',
    product_id: isOfOrder ? null : typed.product || null,
    family_code: isOfOrder || typed.product ? null : own.family_code,
    currency: hasAmount ? typed.currency.trim().toUpperCase() || null : null,
    min_quantity: isOfOrder ? '0' : (decimalOf(typed.minQuantity) ?? '0'),
    counts: typed.counts,
    min_amount: decimalOf(typed.minAmount),
    below_amount: decimalOf(typed.belowAmount),
    buy_quantity: kind === 'free-goods' ? decimalOf(typed.buyQuantity) : null,
    warehouse: isFreightCost(kind) ? typed.warehouse.trim() || null : null,
    stage: Number(typed.stage) || 0,
    stacking: isReduction(kind) ? typed.stacking : ('together' as const),
    effective_from: typed.from,
    effective_until: typed.until || null,
  };
}

export function isWhole(typed: Typed): boolean {
  const isNamed = typed.code.trim() !== '' && typed.nameFr.trim() !== '' && typed.nameEn.trim() !== '';
  return isNamed && valueOf(typed.kind, typed.value) !== null && typed.from !== '';
}
