import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { OfInventory } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { StatusBadge } from '~/ui/StatusBadge';

import classes from '../receive/receive.module.css';

interface Props {
  task: OfInventory['TaskOut'];
  found: string;
  onFind: (quantity: string) => void;
}

/** One stop of the walk: the place first, for that is where one goes. */
export function TaskRow({ task, found, onFind }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className={classes.row} role="group" aria-label={`${task.location} ${task.sku}`}>
      <Text fw={700} w={110} className="figure">
        {task.location}
      </Text>
      <div className={classes.product}>
        <Text fw={600}>{task.name}</Text>
        <Text size="sm" c="dimmed" className="figure">
          {task.sku}
          {task.lot ? ` · ${t('receive.lot')} ${task.lot}` : ''} · {task.order_number}
        </Text>
      </div>
      {task.status === 'open' ? (
        <DecimalInput
          w={130}
          label={t('shipping.foundOf', { quantity: format.number(task.quantity) })}
          value={found}
          onChange={onFind}
        />
      ) : (
        <Group gap="xs">
          <Text className="figure">
            {format.number(task.picked)} / {format.number(task.quantity)}
          </Text>
          <StatusBadge list="taskStatus" value={task.status} />
        </Group>
      )}
    </div>
  );
}
