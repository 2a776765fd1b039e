import { ActionIcon, Button, Group } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Card } from '~/ui/Card';

import classes from './RowsCard.module.css';

interface Props<T> {
  title: string;
  rows: readonly T[];
  blank: () => T;
  onChange: (rows: T[]) => void;
  children: (row: T, set: (part: Partial<T>) => void, position: number) => ReactNode;
}

/** The parts of a record, each a row of fields: one more, one less. */
export function RowsCard<T extends { key: string }>({ title, rows, blank, onChange, children }: Props<T>) {
  const { t } = useTranslation();
  const set = (key: string) => (part: Partial<T>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  return (
    <Card title={title}>
      {rows.map((row, position) => (
        <Group
          key={row.key}
          className={classes.row ?? ''}
          gap="sm"
          align="flex-end"
          role="group"
          aria-label={`${title} ${position + 1}`}
        >
          {children(row, set(row.key), position)}
          <ActionIcon
            size={30}
            variant="default"
            aria-label={t('common.remove')}
            onClick={() => onChange(rows.filter(({ key }) => key !== row.key))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      <Button
        mt="sm"
        variant="default"
        leftSection={<IconPlus size={15} />}
        onClick={() => onChange([...rows, blank()])}
      >
        {t('common.add')}
      </Button>
    </Card>
  );
}
