import { Group, Skeleton, Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';

import classes from './Page.module.css';
import { Trouble } from './Trouble';

interface Props {
  title: ReactNode;
  badges?: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A document or a dashboard: its head with what can be done, then its parts. */
export function Page({ title, badges, note, actions, children }: Props) {
  return (
    <div className={classes.page}>
      <Group justify="space-between" align="flex-start" gap="sm" mb="md">
        <Stack gap={2} miw={0}>
          <Group gap="sm">
            <Title order={1}>{title}</Title>
            {badges}
          </Group>
          {note ? <div className={classes.note}>{note}</div> : null}
        </Stack>
        <Group gap="xs">{actions}</Group>
      </Group>
      {children}
    </div>
  );
}

/** The wide part of a document and, beside it or below it, what goes with it. */
export function Columns({ main, aside }: { main: ReactNode; aside: ReactNode }) {
  return (
    <div className={classes.columns}>
      <Stack gap="md" miw={0}>
        {main}
      </Stack>
      <Stack gap="md" miw={0}>
        {aside}
      </Stack>
    </div>
  );
}

export function PageTrouble({ title, error, onRetry }: { title: string; error: unknown; onRetry: () => void }) {
  return (
    <Page title={title}>
      <Trouble error={error} onRetry={onRetry} />
    </Page>
  );
}

export function PageSkeleton() {
  return (
    <div className={classes.page} aria-busy>
      <Skeleton height={28} width={260} mb="lg" />
      <div className={classes.columns}>
        <Skeleton height={320} radius="lg" />
        <Skeleton height={220} radius="lg" />
      </div>
    </div>
  );
}
