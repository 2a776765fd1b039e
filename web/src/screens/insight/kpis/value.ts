import type { TFunction } from 'i18next';

import type { OfReporting } from '~/api/schemas';
import type { Format } from '~/i18n/useFormat';

export type Kpi = OfReporting['KpiOut'];

/** A KPI's value in its unit. */
export function kpiValue(kpi: Pick<Kpi, 'unit'>, value: string | null, t: TFunction, format: Format): string {
  if (value === null) return '–';
  if (kpi.unit === 'rate') return format.rate(value);
  return t(`kpis.${kpi.unit}`, { value: format.number(value, 1) });
}
