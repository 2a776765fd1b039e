import { Group, Text } from '@mantine/core';
import { IconArrowDownRight, IconArrowUpRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { OfReporting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { Sparkline } from '~/ui/Sparkline';

import classes from './FigureCard.module.css';

interface Props {
  name: string;
  figure: OfReporting['FigureOut'];
  path: string | null; // where the figure comes from; null: not for this person
}

/** One figure, how it compares with the period before, and how it went. */
export function FigureCard({ name, figure, path }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const shown = (value: string | null) => (figure.unit === 'rate' ? format.rate(value) : format.bigMoney(value));
  const content = (
    <>
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <Group justify="space-between" align="baseline" gap="xs" wrap="nowrap">
        <Text fz={24} fw={640} className="figure" lh={1.4}>
          {shown(figure.value)}
        </Text>
        <Change figure={figure} />
      </Group>
      <Text size="xs" c="dimmed" className="figure">
        {t('dashboard.before', { value: shown(figure.previous) })}
      </Text>
      <span className={classes.trend}>
        <Sparkline points={figure.trend} isGood={figure.is_better} />
      </span>
    </>
  );
  return path ? (
    <Link className={classes.card ?? ''} to={path}>
      {content}
    </Link>
  ) : (
    <div className={classes.card}>{content}</div>
  );
}

function Change({ figure }: { figure: OfReporting['FigureOut'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (figure.change === null || Number(figure.change) === 0) return null;
  const isUp = !figure.change.startsWith('-');
  const size = figure.change.replace('-', '');
  const Arrow = isUp ? IconArrowUpRight : IconArrowDownRight;
  const text =
    figure.unit === 'rate' ? t('dashboard.points', { value: format.number(Number(size) * 100, 1) }) : format.rate(size);
  return (
    <Text
      span
      size="sm"
      fw={600}
      className="figure"
      c={`var(--mantine-color-${figure.is_better ? 'teal' : 'red'}-light-color)`}
    >
      <Arrow size={15} aria-hidden style={{ verticalAlign: '-2px' }} /> {isUp ? '+' : '−'}
      {text}
    </Text>
  );
}
