import { Group, Paper, Progress, SimpleGrid, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useFormat } from '~/i18n/useFormat';
import classes from '~/ui/Card.module.css';
import { sumOf } from '~/ui/decimals';

type Age = 'not_due' | 'to_30' | 'to_60' | 'to_90' | 'over_90';

const COLOURS: Record<Age, string> = {
  not_due: 'teal.6',
  to_30: 'yellow.6',
  to_60: 'orange.6',
  to_90: 'red.6',
  over_90: 'red.9',
};

/** All that is open, in one bar by how late it is. */
export function AgeBar({ totals, names }: { totals: Record<Age, string>; names: Record<Age, string> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const ages = Object.keys(COLOURS) as Age[];
  const total = sumOf(ages.map((age) => totals[age]));
  const share = (age: Age) => (Number(total) > 0 ? (Number(totals[age]) / Number(total)) * 100 : 0); // for the bar alone
  return (
    <Paper className={classes.card ?? ''} radius="lg" p="md" mb="md">
      <Group justify="space-between" mb="sm">
        <Text fz={22} fw={640} className="figure">
          {format.money(total)}
        </Text>
        <Text c="dimmed">{t('receivables.overdueShare', { rate: format.rate(1 - share('not_due') / 100) })}</Text>
      </Group>
      <Progress.Root size={10} aria-hidden>
        {ages.map((age) => (
          <Progress.Section key={age} value={share(age)} color={COLOURS[age]} />
        ))}
      </Progress.Root>
      <SimpleGrid cols={{ base: 2, sm: 5 }} mt="sm">
        {ages.map((age) => (
          <div key={age}>
            <Text size="sm" c="dimmed">
              {names[age]}
            </Text>
            <Text fw={600} className="figure">
              {format.money(totals[age])}
            </Text>
          </div>
        ))}
      </SimpleGrid>
    </Paper>
  );
}
