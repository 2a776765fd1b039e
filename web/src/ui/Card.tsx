import { Group, Paper, Title } from '@mantine/core';
import type { ReactNode } from 'react';

import classes from './Card.module.css';

interface Props {
  title?: string;
  side?: ReactNode;
  isFlush?: boolean; // for tables, which bring their own edges
  isScrolledByKeys?: boolean; // where nothing in the table takes the focus
  children: ReactNode;
}

export function Card({ title, side, isFlush, isScrolledByKeys, children }: Props) {
  const focus = isScrolledByKeys ? { tabIndex: 0, role: 'group', 'aria-label': title } : {};
  return (
    <Paper component="section" className={classes.card ?? ''} radius="lg" {...(title ? { 'aria-label': title } : {})}>
      {title ? (
        <Group justify="space-between" px="md" pt="sm" pb={isFlush ? 'xs' : 6} wrap="nowrap">
          <Title order={2} size="md">
            {title}
          </Title>
          {side}
        </Group>
      ) : null}
      <div className={isFlush ? classes.flush : classes.body} {...focus}>
        {children}
      </div>
    </Paper>
  );
}
