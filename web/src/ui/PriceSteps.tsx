import { Group, Text, Timeline } from '@mantine/core';

import { useTranslation } from 'react-i18next';

import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';

export interface Step {
  rule: string;
  label: string;
  label_fr?: string;
  unit_price: string;
}

/** How a price came about: the rules that applied, each with the unit price after it. */
export function PriceSteps({ steps, currency }: { steps: readonly Step[]; currency: string }) {
  const { i18n } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const name = (step: Step) => (i18n.language === 'en' ? step.label : step.label_fr || word('rule', step.rule));
  return (
    <Timeline active={steps.length - 1} bulletSize={12} lineWidth={2}>
      {steps.map((step, position) => (
        <Timeline.Item key={`${step.label}-${position}`}>
          <Group justify="space-between" gap="md" wrap="nowrap">
            <Text size="sm">{name(step)}</Text>
            <Text size="sm" fw={position === steps.length - 1 ? 650 : 450} className="figure">
              {format.money(step.unit_price, currency)}
            </Text>
          </Group>
        </Timeline.Item>
      ))}
    </Timeline>
  );
}
