import { Button, Group, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Card } from '~/ui/Card';

import { newLine, type EntryLine } from './basket';
import { CodeField } from './CodeField';
import classes from './entry.module.css';

interface Props {
  title?: string;
  customer: string;
  onAdd: (lines: EntryLine[]) => void;
  hint: string | null; // what is still missing
  actions?: ReactNode; // beside the button for another line
  children: ReactNode; // the rows
}

/** The lines of a document that is being written: by code, by paste, or one by one. */
export function EntryLines({ title, customer, onAdd, hint, actions, children }: Props) {
  const { t } = useTranslation();
  return (
    <Card title={title ?? t('orders.lines')}>
      <CodeField customer={customer} onAdd={onAdd} />
      <ol className={classes.rows}>{children}</ol>
      <Group mt="sm" gap="xs">
        <Button variant="default" leftSection={<IconPlus size={15} />} onClick={() => onAdd([newLine('')])}>
          {t('prices.addLine')}
        </Button>
        {actions}
      </Group>
      {hint ? (
        <Text size="sm" c="dimmed" mt="sm">
          {hint}
        </Text>
      ) : null}
    </Card>
  );
}
