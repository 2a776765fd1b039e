import { Badge, Group, Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useFormat } from '~/i18n/useFormat';
import { Sparkline } from '~/ui/Sparkline';

import classes from './KpiCard.module.css';
import { kpiValue, type Kpi } from './value';

interface Props {
  kpi: Kpi;
  isChosen: boolean;
  onChoose: () => void;
}

/** One KPI: where it stands, where it should, and where it comes from. */
export function KpiCard({ kpi, isChosen, onChoose }: Props) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const shown = (value: string | null) => kpiValue(kpi, value, t, format);
  const last = kpi.last;
  return (
    <UnstyledButton className={classes.card ?? ''} aria-pressed={isChosen} onClick={onChoose}>
      <Text size="sm" c="dimmed">
        {i18n.language === 'fr' ? kpi.name_fr : kpi.name_en}
      </Text>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text fz={24} fw={640} className="figure" lh={1.4}>
          {shown(last?.value ?? null)}
        </Text>
        {typeof last?.is_on_target === 'boolean' ? (
          <Badge color={last.is_on_target ? 'teal' : 'red'}>
            {last.is_on_target ? t('kpis.onTarget') : t('kpis.offTarget')}
          </Badge>
        ) : null}
      </Group>
      <Text size="xs" c="dimmed" className="figure">
        {t('kpis.aim', { value: `${kpi.direction === 'up' ? '≥' : '≤'} ${shown(kpi.target)}` })}
        {kpi.before === null ? null : ` · ${t('kpis.before', { value: shown(kpi.before) })}`}
      </Text>
      <span className={classes.trend}>
        <Sparkline points={kpi.trend.map((month) => month.value)} isGood={last?.is_on_target ?? null} />
      </span>
    </UnstyledButton>
  );
}
